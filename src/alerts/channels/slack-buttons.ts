import type { Finding } from "../../guardrail/finding/finding.ts";
import { isDecided } from "../records/finding-progress.ts";
import { clip } from "../words/clip.ts";
import { toJsonLine } from "../words/escape-controls.ts";
import type { Names } from "../words/names.ts";
import { revertSentences } from "../words/revert-text.ts";
import { type Button, plainText, type SlackBlock } from "./slack-message.ts";

/** What a press asks for. */
export type SlackAction = "revert" | "accept" | "snooze" | "explain";

export const slackActionsBlock = "kms-guardrail";
/** Slack takes 2000; four buttons of that would leave the message no room. */
const mostValue = 500;
const mostConfirm = 300;

/** Buttons while somebody has to decide; each carries the finding's id. */
export function slackButtons(finding: Finding, names: Names): readonly SlackBlock[] {
  if (finding.remediation.status !== "awaitingApproval" || isDecided(finding)) return [];
  const value = toJsonLine({ findingId: finding.findingId });
  // Half an id would name another finding, or none.
  if (value.length > mostValue) return [];
  const revert = clip(revertSentences(finding.remediation, names).join("; "), mostConfirm);
  const accept = "The new state becomes the baseline: it causes no further finding.";
  return [
    {
      type: "actions",
      block_id: slackActionsBlock,
      elements: [
        { ...button("revert", "Revert", value), style: "danger", confirm: ask("Revert?", revert) },
        { ...button("accept", "Accept", value), confirm: ask("Accept?", accept) },
        button("snooze", "Snooze", value),
        button("explain", "Explain", value),
      ],
    },
  ];
}

function button(action: SlackAction, text: string, value: string): Button {
  return { type: "button", action_id: action, text: plainText(text), value };
}

function ask(title: string, text: string): NonNullable<Button["confirm"]> {
  return {
    title: plainText(title),
    text: plainText(text === "" ? title : text),
    confirm: plainText("Yes"),
    deny: plainText("No"),
  };
}
