import type { Finding } from "../../guardrail/finding/finding.ts";
import { isFurther, progressOf } from "../records/finding-progress.ts";
import { alertFacts } from "../words/alert-facts.ts";
import { clip } from "../words/clip.ts";
import { namesOfFinding, ownAccount } from "../words/finding-names.ts";
import { headline } from "../words/headline.ts";
import { count } from "../words/shorten.ts";
import { timeText } from "../words/time-text.ts";

/** What nobody was told at once, in one message: text for people, JSON for everybody else. */
export interface Digest {
  /** Printable ASCII, one line, at most 99 characters. */
  readonly subject: string;
  /** Plain text: at most forty findings or groups of them, a few lines each. */
  readonly body: string;
  readonly json: {
    readonly schemaVersion: 1;
    readonly kind: "digest";
    /** How many findings there were; the last of them follow. */
    readonly count: number;
    readonly findings: readonly DigestedFinding[];
  };
}

interface DigestedFinding {
  readonly findingId: string;
  readonly time: string;
  readonly severity: string;
  readonly title: string;
  readonly resource: string;
  readonly eventName: string | null;
  readonly actor: string | null;
  readonly notes: readonly string[];
}

const mostLine = 240;
const mostGroups = 40;
const mostFindings = 60;
/** What makes a finding informational is told with it. */
const telling = new Set(["suppressed", "rule", "accepted", "resolved", "superseded", "retracted"]);

/**
 * Findings in one message, each as it was told last, those alike together; null: there is nothing to tell.
 */
export function digestOf(findings: readonly Finding[]): Digest | null {
  const latest = latestOf(findings);
  if (latest.length === 0) return null;
  const groups = alikeTogether(latest);
  const shown = groups.slice(-mostGroups);
  const rest = groups.slice(0, -mostGroups).reduce((sum, group) => sum + group.length, 0);
  const title = `${count(latest.length, "informational finding")} of ${placesOf(latest)}`;
  const lines = [
    title,
    ...shown.flatMap(linesOf),
    ...(rest === 0 ? [] : ["", `and ${rest} before these`]),
  ];
  return {
    subject: clip(`kms-guardrail: ${title}`.replace(/[^ -~]/gu, "?"), 99).replace("…", "."),
    body: `${lines.map((line) => clip(line, mostLine)).join("\n")}\n`,
    json: {
      schemaVersion: 1,
      kind: "digest",
      count: latest.length,
      findings: latest.slice(-mostFindings).map(digested),
    },
  };
}

/** Each finding once, in the order of their times. */
function latestOf(findings: readonly Finding[]): readonly Finding[] {
  const latest = new Map<string, Finding>();
  for (const finding of findings) {
    const known = latest.get(finding.findingId);
    if (known === undefined || isFurther(progressOf(finding), progressOf(known))) {
      latest.set(finding.findingId, finding);
    }
  }
  return [...latest.values()].toSorted((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1));
}

function timeOf({ event, effectiveFrom }: Finding): string {
  return event?.eventTime ?? effectiveFrom;
}

/** Those that read the same, by headline, actor and why; each group stands where its last is. */
function alikeTogether(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups = new Map<string, readonly Finding[]>();
  for (const finding of findings) {
    const key = JSON.stringify([headline(finding), actorOf(finding), reasonsOf(finding)]);
    const same = groups.get(key) ?? [];
    groups.delete(key);
    groups.set(key, [...same, finding]);
  }
  return [...groups.values()];
}

function actorOf(finding: Finding): string | null {
  const [by] = alertFacts(finding, namesOfFinding(finding)).by;
  return by ?? null;
}

function reasonsOf({ notes }: Finding): readonly string[] {
  return notes.filter(({ code }) => telling.has(code)).map(({ text }) => text);
}

function linesOf(group: readonly Finding[]): readonly string[] {
  const last = group.at(-1);
  if (last === undefined) return [];
  const times = group.length === 1 ? "" : `, ${group.length} times, the last`;
  const by = actorOf(last);
  return [
    "",
    headline(last),
    `  ${last.event?.eventName ?? "found by reading"}${times} ${timeText(timeOf(last))}`,
    ...(by === null ? [] : [`  by ${by}`]),
    ...reasonsOf(last)
      .slice(0, 3)
      .map((reason) => `  ${reason}`),
    `  finding ${last.findingId}`,
  ];
}

/** The accounts that findings are of: mostly one. */
function placesOf(findings: readonly Finding[]): string {
  const accounts = [...new Set(findings.map(ownAccount))];
  return accounts.length === 1
    ? `account ${clip(accounts[0] ?? "", 20)}`
    : count(accounts.length, "account");
}

function digested(finding: Finding): DigestedFinding {
  const { findingId, severity, resource, event } = finding;
  return {
    findingId: clip(findingId, 256),
    time: clip(timeOf(finding), 64),
    severity,
    title: clip(finding.title, mostLine),
    resource: clip(resource.arn, 256),
    eventName: event === null ? null : clip(event.eventName, 128),
    actor: event?.actor.arn == null ? null : clip(event.actor.arn, 256),
    notes: reasonsOf(finding)
      .slice(0, 3)
      .map((text) => clip(text, mostLine)),
  };
}
