import type { Finding } from "../../guardrail/finding/finding.ts";
import {
  type AlertAccess,
  accessSentence,
  alertAccesses,
  perimeterSentences,
} from "../words/alert-access.ts";
import { alertFacts } from "../words/alert-facts.ts";
import { awsCliLine } from "../words/aws-cli-line.ts";
import { clip } from "../words/clip.ts";
import { consoleLinks } from "../words/console-links.ts";
import { namesOfFinding, ownAccount } from "../words/finding-names.ts";
import { headline } from "../words/headline.ts";
import type { Names } from "../words/names.ts";
import { revertSentences, revertStatus } from "../words/revert-text.ts";

export interface EmailText {
  /** ASCII, one line, fewer than 100 characters. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
  readonly subject: string;
  /** Plain text, at most 16,000 characters. */
  readonly body: string;
}

const mostSubject = 99;
const mostBody = 16_000;
const mostLine = 400;
const mostRows = 12;
const mostLines = 12;

/** A finding as an e-mail: who can now do what first, then why, by whom, since when and what to do. */
export function emailText(finding: Finding, names: Names = namesOfFinding(finding)): EmailText {
  const head = `${finding.severity.toUpperCase()}: ${headline(finding)}`;
  const { what, by, since } = alertFacts(finding, names);
  const sections: readonly Section[] = [
    ["ACCESS", accessLines(finding, names)],
    ["DATA PERIMETER", fold(perimeterSentences(finding.perimeterChanges))],
    ["WHAT HAPPENED", what],
    ["WHO DID IT", by],
    ["SINCE WHEN", since],
    revertSection(finding, names),
    ["NOTES", fold(finding.notes.map(({ text }) => text))],
    ["LINKS", linkLines(finding)],
  ];
  const lines = [head, ...sections.flatMap(sectionLines)].map((line) => clip(line, mostLine));
  return { subject: subject(head), body: whole(lines) };
}

type Section = readonly [title: string, lines: readonly string[]];

function sectionLines([title, lines]: Section): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}

function subject(head: string): string {
  const line = clip(head.normalize("NFKD").replace(/\p{Mark}+/gu, ""), 1000)
    .replaceAll("…", "...")
    .replace(/[^ -~]/gu, "?")
    .trim();
  return line.length <= mostSubject ? line : `${line.slice(0, mostSubject - 3)}...`;
}

/** None where a finding is about something else: that no access changed is not said, where it may be unknown. */
function accessLines(finding: Finding, names: Names): readonly string[] {
  const { rows, rest } = alertAccesses(finding, names, mostRows);
  return [...rows.flatMap(rowLines), ...rest];
}

function rowLines(row: AlertAccess): readonly string[] {
  return [
    `${row.change.toUpperCase()}: ${accessSentence(row)}`,
    `  key: ${row.keys}`,
    `  path: ${row.paths}`,
    `  access: ${row.decision}`,
    ...row.why.map((line, index) => (index === 0 ? `  why: ${line}` : `       ${line}`)),
  ];
}

function revertSection({ remediation }: Finding, names: Names): Section {
  const { calls, refusedBecause } = remediation;
  const title = "REVERT";
  if (calls.length === 0 && refusedBecause === null) return [title, []];
  const commands = calls.map(awsCliLine).filter((line) => line.length <= mostLine - 4);
  const told = revertSentences(remediation, names);
  return [
    title,
    fold([revertStatus(remediation), ...told, ...commands.map((line) => `$ ${line}`)]),
  ];
}

function linkLines(finding: Finding): readonly string[] {
  return [
    ...consoleLinks(finding).map(({ text, url }) => `${text}: ${url}`),
    `account ${ownAccount(finding)}, finding ${finding.findingId}`,
  ];
}

function fold(lines: readonly string[]): readonly string[] {
  if (lines.length <= mostLines + 1) return lines;
  return [...lines.slice(0, mostLines), `and ${lines.length - mostLines} more`];
}

/** As many lines as fit; the last says that some do not. */
function whole(lines: readonly string[]): string {
  const text = lines.join("\n");
  if (text.length < mostBody) return `${text}\n`;
  const cut = text.slice(0, text.lastIndexOf("\n", mostBody - 100));
  return `${cut}\n\nThe rest is left out: the finding itself has it all.\n`;
}
