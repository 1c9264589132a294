import type { Finding, Severity } from "../../guardrail/finding/finding.ts";
import { type FindingProgress, isFurther, progressOf } from "../records/finding-progress.ts";
import { clip } from "../words/clip.ts";
import { headline } from "../words/headline.ts";
import { timeText } from "../words/time-text.ts";
import { slackMessage } from "./slack-blocks.ts";
import type { SlackBlock, SlackMessage } from "./slack-message.ts";

/** A finding that a message tells. */
export interface PostedFinding {
  readonly findingId: string;
  readonly time: string;
  readonly severity: Severity;
  readonly head: string;
  readonly progress: FindingProgress;
  /** Of the plan that its buttons are about. */
  readonly planHash: string;
}

/** What a message tells: the finding that arrived last in full, those before it a line each. */
export interface Posting {
  readonly lead: SlackMessage;
  /** The last one is the lead. */
  readonly findings: readonly PostedFinding[];
  /** Told before those, and no longer listed. */
  readonly dropped: number;
  /** Counts what it has told. */
  readonly revision: number;
}

const mostFindings = 20;
const mostLines = 8;
const mostLine = 150;
/** Left of what a message may hold for the lines of those before. */
const roomOfLead = 9_800;

/** The message with one finding more, or with what became of one; the same posting where that is nothing new. */
export function growPosting(
  posting: Posting | null,
  finding: Finding,
  planHash: string,
  hints: readonly string[] = [],
): Posting {
  const told = toldOf(finding, planHash);
  const lead = slackMessage(finding, undefined, { room: roomOfLead, hints });
  if (posting === null) return { lead, findings: [told], dropped: 0, revision: 1 };
  const { findings } = posting;
  const known = findings.find(({ findingId }) => findingId === told.findingId);
  if (known !== undefined) {
    if (!isFurther(told.progress, known.progress)) return posting;
    const isLead = known === findings.at(-1);
    return {
      ...posting,
      lead: isLead ? lead : posting.lead,
      findings: findings.map((one) => (one === known ? told : one)),
      revision: posting.revision + 1,
    };
  }
  const all = [...findings, told];
  const shown = all.slice(-mostFindings);
  return {
    lead,
    findings: shown,
    dropped: posting.dropped + all.length - shown.length,
    revision: posting.revision + 1,
  };
}

/** A posting as it is sent. */
export function renderPosting({ lead, findings, dropped }: Posting): SlackMessage {
  const before = findings.slice(0, -1).toReversed();
  if (before.length === 0) return lead;
  const count = before.length + dropped;
  const lines = before.slice(0, mostLines).map(lineOf);
  const rest = count - lines.length;
  const text = [...lines, ...(rest === 0 ? [] : [`and ${rest} more`])].join("\n");
  const block: SlackBlock = {
    type: "rich_text",
    elements: [
      {
        type: "rich_text_section",
        elements: [
          { type: "text", text: `Before (${count})  `, style: { bold: true } },
          { type: "text", text },
        ],
      },
    ],
  };
  return { ...lead, blocks: [...lead.blocks.slice(0, -1), block, ...lead.blocks.slice(-1)] };
}

function lineOf({ time, severity, head, progress }: PostedFinding): string {
  return `${timeText(time)}  ${severity.toUpperCase()}: ${head} (${progress.status})`;
}

function toldOf(finding: Finding, planHash: string): PostedFinding {
  return {
    findingId: finding.findingId,
    time: clip(finding.event?.eventTime ?? finding.effectiveFrom, 40),
    severity: finding.severity,
    head: clip(headline(finding), mostLine),
    progress: progressOf(finding),
    planHash,
  };
}
