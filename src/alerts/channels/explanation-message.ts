import type { Finding } from "../../guardrail/finding/finding.ts";
import { clip } from "../words/clip.ts";
import { toJsonLine } from "../words/escape-controls.ts";
import { escapeMrkdwn } from "../words/escape-mrkdwn.ts";
import { headline } from "../words/headline.ts";
import { emailText } from "./email-text.ts";
import type { SlackBlock, SlackMessage } from "./slack-message.ts";

const mostCharacters = 9_000;
const mostInBlock = 2_900;
const mostLine = 600;
const mostProofs = 3;

/** A finding explained in full, with requests that `kms-guardrail check` confirms. */
export function explanationMessage(finding: Finding): SlackMessage {
  const lines = [...emailText(finding).body.trimEnd().split("\n"), ...proofLines(finding)];
  return {
    text: escapeMrkdwn(clip(`Explained: ${headline(finding)}`, 300)),
    blocks: blocksOf(lines.map((line) => clip(line, mostLine))),
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** One request for each of the worst changes: its decision is another than before. */
function proofLines({ accessChanges }: Finding): readonly string[] {
  const requests = accessChanges.flatMap(({ principal, key, via, witness }, index) => {
    if (witness === null) return [];
    const request = {
      id: String(index + 1),
      principal,
      ...witness,
      ...(key === null ? {} : { key }),
      ...(via === null ? {} : { via }),
      contextComplete: true,
    };
    return [toJsonLine(request)];
  });
  if (requests.length === 0) return [];
  const shown = requests.filter((line) => line.length <= mostLine - 2).slice(0, mostProofs);
  return ["", "PROOF (kms-guardrail check --requests)", ...shown.map((line) => `  ${line}`)];
}

/** Text as it is, in pieces that Slack takes, until there is no more room. */
function blocksOf(lines: readonly string[]): readonly SlackBlock[] {
  const pieces: string[] = [""];
  let left = mostCharacters;
  for (const line of lines) {
    left -= JSON.stringify(line).length;
    if (left < 0) break;
    const last = pieces.at(-1) ?? "";
    if (last.length + line.length + 1 <= mostInBlock)
      pieces[pieces.length - 1] = `${last}${line}\n`;
    else pieces.push(`${line}\n`);
  }
  const texts =
    left < 0 ? [...pieces, "The rest is left out: the finding itself has it all."] : pieces;
  return texts.map((text) => ({
    type: "rich_text",
    elements: [{ type: "rich_text_preformatted", elements: [{ type: "text", text }] }],
  }));
}
