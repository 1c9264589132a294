/** Where a message would be sent. */
export const PREVIEW_TARGETS = [
  "slack",
  "email",
  "asff",
  "q",
  "teams",
  "pagerduty",
  "ocsf",
] as const;

export type PreviewTarget = (typeof PREVIEW_TARGETS)[number];
