import { asffFinding } from "../../alerts/asff.ts";
import { emailText } from "../../alerts/email-text.ts";
import { toJsonLine } from "../../alerts/escape-controls.ts";
import { ocsfFinding } from "../../alerts/ocsf-finding.ts";
import { pagerDutyEvent } from "../../alerts/pagerduty-event.ts";
import { qNotification } from "../../alerts/q-notification.ts";
import { slackMessage } from "../../alerts/slack-blocks.ts";
import { teamsMessage } from "../../alerts/teams-card.ts";
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
