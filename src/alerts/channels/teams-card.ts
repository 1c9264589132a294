import type { Finding, Severity } from "../../guardrail/finding/finding.ts";
import { accessSentence, alertAccesses, perimeterSentences } from "../words/alert-access.ts";
import { alertFacts } from "../words/alert-facts.ts";
import { clip } from "../words/clip.ts";
import { consoleLinks } from "../words/console-links.ts";
import { namesOfFinding, ownAccount } from "../words/finding-names.ts";
import { headline } from "../words/headline.ts";
import type { Names } from "../words/names.ts";
import { revertLines } from "../words/revert-text.ts";
import type {
  AdaptiveCard,
  CardContainer,
  RichTextBlock,
  TeamsMessage,
  TextRun,
} from "./teams-message.ts";

/** How much of a finding a card shows. */
interface Extent {
  readonly rows: number;
  readonly lines: number;
  readonly line: number;
}

/**
 * The action that posts a card takes about 28 KB (https://learn.microsoft.com/connectors/teams/#known-issues-and-limitations-with-actions):
 * 28,672 bytes of the card as text within JSON, as one of 24,453 bytes has been refused for 28,897
 * (https://github.com/MicrosoftDocs/msteams-docs/issues/11274). By then the workflow has taken the message: nobody hears of it.
 */
const mostBytes = 26_000;
const mostHead = 300;

/** The fullest that fits is sent. */
const extents: readonly Extent[] = [
  { rows: 12, lines: 8, line: 400 },
  { rows: 6, lines: 4, line: 200 },
  { rows: 3, lines: 2, line: 120 },
];
const smallest: Extent = { rows: 1, lines: 1, line: 80 };

const styles: Readonly<Record<Severity, NonNullable<CardContainer["style"]>>> = {
  critical: "attention",
  high: "attention",
  medium: "warning",
  low: "accent",
  informational: "emphasis",
};

/**
 * A finding as a message for Microsoft Teams. Text by somebody else stands in runs of text only, which
 * are shown as they are.
 */
export function teamsMessage(
  finding: Finding,
  names: Names = namesOfFinding(finding),
): TeamsMessage {
  const messages = extents.map((extent) => messageOf(cardOf(finding, names, extent)));
  return (
    messages.find((message) => bytesOf(message) <= mostBytes) ??
    messageOf(cardOf(finding, names, smallest))
  );
}

/** As text within JSON, with every character beyond ASCII as its code. */
function bytesOf(message: TeamsMessage): number {
  const text = JSON.stringify(JSON.stringify(message));
  return text.replace(/[^\0-\x7f]/g, "\\uffff").length;
}

function messageOf(content: AdaptiveCard): TeamsMessage {
  return {
    type: "message",
    attachments: [
      { contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content },
    ],
  };
}

function cardOf(finding: Finding, names: Names, extent: Extent): AdaptiveCard {
  const head = `${finding.severity.toUpperCase()}: ${headline(finding)}`;
  const title: CardContainer = {
    type: "Container",
    style: styles[finding.severity],
    bleed: true,
    items: [
      block([{ type: "TextRun", text: clip(head, mostHead), size: "Large", weight: "Bolder" }]),
    ],
  };
  const place = `account ${ownAccount(finding)} · finding ${finding.findingId}`;
  const footer = container([block([run(place, extent, { isSubtle: true })])]);
  return {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    msteams: { width: "Full" },
    body: [
      title,
      ...accessContainers(finding, names, extent),
      ...factContainers(finding, names, extent),
      footer,
    ],
    actions: consoleLinks(finding).map(({ text, url }) => ({
      type: "Action.OpenUrl",
      title: text,
      url,
    })),
  };
}

/** One for each row: who can now do what, then with which key, how, and why. */
function accessContainers(
  finding: Finding,
  names: Names,
  extent: Extent,
): readonly CardContainer[] {
  const { rows, rest } = alertAccesses(finding, names, extent.rows);
  const shown = rows.map((row) =>
    container([
      block([
        run(`${row.change}  `, extent, { weight: "Bolder" }),
        run(accessSentence(row), extent),
      ]),
      ...[`with ${row.keys}, ${row.paths}`, row.decision, ...row.why]
        .slice(0, extent.lines + 2)
        .map((line) => block([run(line, extent, { isSubtle: true })], "None")),
    ]),
  );
  return rest.length === 0
    ? shown
    : [...shown, container(rest.map((line) => block([run(line, extent)])))];
}

function factContainers(finding: Finding, names: Names, extent: Extent): readonly CardContainer[] {
  const { what, by, since } = alertFacts(finding, names);
  const facts: readonly (readonly [label: string, lines: readonly string[]])[] = [
    ["Data perimeter", perimeterSentences(finding.perimeterChanges)],
    ["By", by],
    ["What", what],
    ["Effective", since],
    ["Revert", revertLines(finding, names)],
    ["Note", finding.notes.map(({ text }) => text)],
  ];
  return facts
    .filter(([, lines]) => lines.length > 0)
    .map(([label, lines]) => {
      const shown = lines.length <= extent.lines + 1 ? lines : lines.slice(0, extent.lines);
      const rest = lines.length - shown.length;
      const told = rest === 0 ? shown : [...shown, `and ${rest} more`];
      return container(
        told.map((line, index) =>
          index === 0
            ? block([run(`${label}  `, extent, { weight: "Bolder" }), run(line, extent)])
            : block([run(line, extent)], "None"),
        ),
      );
    });
}

function container(items: readonly RichTextBlock[]): CardContainer {
  return { type: "Container", separator: true, items };
}

function block(inlines: readonly TextRun[], spacing?: RichTextBlock["spacing"]): RichTextBlock {
  return { type: "RichTextBlock", ...(spacing === undefined ? {} : { spacing }), inlines };
}

/** A run is never empty. */
function run(
  text: string,
  { line }: Extent,
  look: Pick<TextRun, "weight" | "isSubtle"> = {},
): TextRun {
  return { type: "TextRun", text: clip(text, line) || "-", ...look };
}
