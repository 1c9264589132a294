import { asffFinding } from "../../alerts/channels/asff.ts";
import { emailText } from "../../alerts/channels/email-text.ts";
import { ocsfFinding } from "../../alerts/channels/ocsf-finding.ts";
import { pagerDutyEvent } from "../../alerts/channels/pagerduty-event.ts";
import { qNotification } from "../../alerts/channels/q-notification.ts";
import { slackMessage } from "../../alerts/channels/slack-blocks.ts";
import { teamsMessage } from "../../alerts/channels/teams-card.ts";
import { toJsonLine } from "../../alerts/words/escape-controls.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";
import type { PreviewTarget } from "./preview-targets.ts";

/** What would be sent, for a person: the e-mail as text, the others as indented JSON. */
export function previewText(target: PreviewTarget, finding: Finding): string {
  const message = messageOf(target, finding);
  if ("body" in message) return `Subject: ${message.subject}\n\n${message.body}`;
  return `${JSON.stringify(message, null, 2)}\n`;
}

/** The same on one line of JSON. */
export function previewJson(target: PreviewTarget, finding: Finding): string {
  return `${toJsonLine(messageOf(target, finding))}\n`;
}

function messageOf(target: PreviewTarget, finding: Finding) {
  switch (target) {
    case "slack":
      return slackMessage(finding);
    case "email":
      return emailText(finding);
    case "asff":
      return asffFinding(finding);
    case "q":
      return qNotification(finding);
    case "teams":
      return teamsMessage(finding);
    case "pagerduty":
      return pagerDutyEvent(finding);
    case "ocsf":
      return ocsfFinding(finding);
  }
}
