import type { Finding, Severity } from "../../guardrail/finding/finding.ts";
import { type AlertAccess, alertAccesses, perimeterSentences } from "../words/alert-access.ts";
import { alertFacts } from "../words/alert-facts.ts";
import { clip } from "../words/clip.ts";
import { type ConsoleLink, consoleLinks } from "../words/console-links.ts";
import { escapeMrkdwn } from "../words/escape-mrkdwn.ts";
import { namesOfFinding, ownAccount } from "../words/finding-names.ts";
import { headline } from "../words/headline.ts";
import type { Names } from "../words/names.ts";
import { revertLines } from "../words/revert-text.ts";
import { slackButtons } from "./slack-buttons.ts";
import {
  plainText,
  type RawText,
  type RichTextElement,
  type SlackBlock,
  type SlackMessage,
} from "./slack-message.ts";

/** How much of a finding a message shows. */
interface Extent {
  readonly rows: number;
  readonly cell: number;
  readonly lines: number;
  readonly line: number;
}

/** Blocks as JSON: beyond about 13,200 characters Slack refuses them though each limit holds. */
const mostCharacters = 11_900;
const mostHeader = 150;
const mostFallback = 400;

export interface SlackMessageOptions {
  /** How many characters the blocks may have as JSON. */
  readonly room?: number;
  /** What is known of the actor beside the finding (`sessionHints`). */
  readonly hints?: readonly string[];
}

/** The fullest that fits is sent. */
const extents: readonly Extent[] = [
  { rows: 12, cell: 250, lines: 8, line: 300 },
  { rows: 6, cell: 150, lines: 4, line: 200 },
  { rows: 3, cell: 80, lines: 2, line: 120 },
];

const smallest: Extent = { rows: 1, cell: 60, lines: 1, line: 80 };

const signs: Readonly<Record<Severity, string>> = {
  critical: "🔴",
  high: "🟠",
  medium: "🟡",
  low: "🔵",
  informational: "⚪",
};

/**
 * A finding as a Slack message. Text by somebody else stands in plain text, raw cells and rich text only,
 * which Slack shows as it is. https://docs.slack.dev/reference/block-kit
 */
export function slackMessage(
  finding: Finding,
  names: Names = namesOfFinding(finding),
  { room = mostCharacters, hints = [] }: SlackMessageOptions = {},
): SlackMessage {
  const head = `${finding.severity.toUpperCase()}: ${headline(finding)}`;
  const all = extents.map((extent) => blocksOf(finding, names, extent, hints));
  const blocks =
    all.find((some) => JSON.stringify(some).length <= room) ??
    blocksOf(finding, names, smallest, hints);
  return {
    text: escapeMrkdwn(clip(head, mostFallback)),
    blocks,
    unfurl_links: false,
    unfurl_media: false,
  };
}

function blocksOf(
  finding: Finding,
  names: Names,
  extent: Extent,
  hints: readonly string[],
): readonly SlackBlock[] {
  const head = `${signs[finding.severity]} ${finding.severity.toUpperCase()}: ${headline(finding)}`;
  const { rows, rest } = alertAccesses(finding, names, extent.rows);
  const { what, by, since } = alertFacts(finding, names);
  const facts: readonly Fact[] = [
    ["Also", rest.map((line) => line.replace(/^and /, ""))],
    ["Why", whyLines(rows)],
    ["Data perimeter", perimeterSentences(finding.perimeterChanges)],
    ["By", [...by, ...(hints.length === 0 ? [] : [hints.join(", ")])]],
    ["What", what],
    ["Effective", since],
    ["Revert", revertLines(finding, names)],
    ["Note", finding.notes.map(({ text }) => text)],
  ];
  const place = `account ${ownAccount(finding)} · finding ${finding.findingId}`;
  return [
    { type: "header", text: plainText(clip(head, mostHeader)) },
    ...tableBlocks(rows, extent),
    ...factBlocks(facts, extent),
    ...linkBlocks(consoleLinks(finding)),
    ...slackButtons(finding, names),
    { type: "context", elements: [plainText(clip(place, extent.line))] },
  ];
}

const columns = ["Change", "Who", "Actions", "Key", "Path"];

function tableBlocks(rows: readonly AlertAccess[], extent: Extent): readonly SlackBlock[] {
  if (rows.length === 0) return [];
  const cells = rows.map(({ change, who, actions, keys, paths }) =>
    [change, who, actions, keys, paths].map((text) => cell(text, extent.cell)),
  );
  return [
    {
      type: "table",
      column_settings: columns.map(() => ({ is_wrapped: true })),
      rows: [columns.map((text) => cell(text, extent.cell)), ...cells],
    },
  ];
}

/** A cell is never empty. */
function cell(text: string, most: number): RawText {
  return { type: "raw_text", text: clip(text, most) || "-" };
}

/** The rows' reasons, each once; told apart by the changes where there are several rows. */
function whyLines(rows: readonly AlertAccess[]): readonly string[] {
  const reasons = rows.map(({ change, decision, why }) => {
    const reason = `${decision}${why.length === 0 ? "" : `: ${why.join(" ")}`}`;
    return rows.length === 1 ? reason : `${change}: ${reason}`;
  });
  return [...new Set(reasons)];
}

type Fact = readonly [label: string, lines: readonly string[]];

function factBlocks(facts: readonly Fact[], extent: Extent): readonly SlackBlock[] {
  return facts
    .filter(([, lines]) => lines.length > 0)
    .map(([label, lines]) => ({
      type: "rich_text",
      elements: [
        {
          type: "rich_text_section",
          elements: [
            { type: "text", text: `${label}  `, style: { bold: true } },
            { type: "text", text: foldLines(lines, extent) || "-" },
          ],
        },
      ],
    }));
}

function foldLines(lines: readonly string[], { lines: most, line }: Extent): string {
  const shown = lines.length <= most + 1 ? lines : lines.slice(0, most);
  const rest = lines.length - shown.length;
  const clipped = shown.map((text) => clip(text, line));
  return (rest === 0 ? clipped : [...clipped, `and ${rest} more`]).join("\n");
}

function linkBlocks(links: readonly ConsoleLink[]): readonly SlackBlock[] {
  if (links.length === 0) return [];
  const elements = links.flatMap(({ text, url }, index): readonly RichTextElement[] => [
    ...(index === 0 ? [] : [{ type: "text" as const, text: " · " }]),
    { type: "link", url, text },
  ]);
  return [{ type: "rich_text", elements: [{ type: "rich_text_section", elements }] }];
}
