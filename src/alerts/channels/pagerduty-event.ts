import type { Finding, Severity } from "../../guardrail/finding/finding.ts";
import { findingStage } from "../records/finding-stage.ts";
import { accessSentence, alertAccesses, perimeterSentences } from "../words/alert-access.ts";
import { alertFacts } from "../words/alert-facts.ts";
import { clip } from "../words/clip.ts";
import { consoleLinks } from "../words/console-links.ts";
import { escapeControls } from "../words/escape-controls.ts";
import { namesOfFinding, placeOfFinding } from "../words/finding-names.ts";
import { headline } from "../words/headline.ts";
import type { Names } from "../words/names.ts";
import { revertLines } from "../words/revert-text.ts";

/**
 * An event of PagerDuty's Events API v2, but for the routing key, which is a secret. A trigger tells the
 * finding; what acknowledges or resolves it needs its key alone.
 * https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
 */
export type PagerDutyEvent = PagerDutyTrigger | PagerDutyFollowUp;

export interface PagerDutyTrigger {
  readonly event_action: "trigger";
  readonly dedup_key: string;
  readonly client: "kms-guardrail";
  readonly payload: {
    readonly summary: string;
    readonly source: string;
    readonly severity: "critical" | "error" | "warning" | "info";
    readonly timestamp: string;
    readonly component: string;
    readonly group: string;
    readonly class: string;
    readonly custom_details: Readonly<Record<string, string | readonly string[]>>;
  };
  readonly links: readonly { readonly href: string; readonly text: string }[];
}

export interface PagerDutyFollowUp {
  readonly event_action: "acknowledge" | "resolve";
  readonly dedup_key: string;
}

const mostKey = 255;
const mostSummary = 1024;
const mostSource = 512;
const mostLine = 500;
const mostLines = 12;

const severities: Readonly<Record<Severity, PagerDutyTrigger["payload"]["severity"]>> = {
  critical: "critical",
  high: "error",
  medium: "warning",
  low: "info",
  informational: "info",
};

/** What PagerDuty is told of a finding as it stands. */
export function pagerDutyEvent(
  finding: Finding,
  names: Names = namesOfFinding(finding),
): PagerDutyEvent {
  const dedup_key = dedupKey(finding.findingId);
  switch (findingStage(finding)) {
    case "resolved":
    case "accepted":
      return { event_action: "resolve", dedup_key };
    case "inHand":
      return { event_action: "acknowledge", dedup_key };
    case "open":
      return {
        event_action: "trigger",
        dedup_key,
        client: "kms-guardrail",
        payload: payloadOf(finding, names),
        links: consoleLinks(finding).map(({ text, url }) => ({ href: url, text })),
      };
  }
}

/** The finding's id; of a long one its end, by which it differs from others. */
export function dedupKey(findingId: string): string {
  return escapeControls(findingId.slice(-mostKey)).slice(-mostKey) || "unnamed";
}

function payloadOf(finding: Finding, names: Names): PagerDutyTrigger["payload"] {
  const { severity, event, effectiveFrom, resource, kind } = finding;
  const { region, account } = placeOfFinding(finding);
  const { rows, rest } = alertAccesses(finding, names, mostLines);
  const { what, by, since } = alertFacts(finding, names);
  const access = rows.map(
    (row) => `${row.change}: ${accessSentence(row)} with ${row.keys} (${row.paths})`,
  );
  const details: Readonly<Record<string, readonly string[]>> = {
    access: [...access, ...rest],
    why: [...new Set(rows.flatMap(({ why }) => why))],
    perimeter: perimeterSentences(finding.perimeterChanges),
    by,
    what,
    effective: since,
    revert: revertLines(finding, names),
    notes: finding.notes.map(({ text }) => text),
    finding: [finding.findingId],
  };
  const head = `${severity.toUpperCase()}: ${headline(finding)}`;
  return {
    summary: clip(head, mostSummary),
    source: clip(resource.arn, mostSource) || account || "unknown",
    severity: severities[severity],
    timestamp: clip(event?.eventTime ?? effectiveFrom, 64),
    component: clip(resource.type, mostSource),
    group: clip(`${account} ${region}`, mostSource),
    class: kind,
    custom_details: Object.fromEntries(
      Object.entries(details)
        .filter(([, lines]) => lines.length > 0)
        .map(([name, lines]) => [name, linesOf(lines)]),
    ),
  };
}

function linesOf(lines: readonly string[]): string | readonly string[] {
  const shown = lines.length <= mostLines + 1 ? lines : lines.slice(0, mostLines);
  const clipped = shown.map((line) => clip(line, mostLine));
  const [only] = clipped;
  if (shown.length < lines.length) return [...clipped, `and ${lines.length - shown.length} more`];
  return clipped.length === 1 && only !== undefined ? only : clipped;
}
