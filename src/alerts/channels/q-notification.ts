import type { Finding } from "../../guardrail/finding/finding.ts";
import { accessSentence, alertAccesses, perimeterSentences } from "../words/alert-access.ts";
import { alertFacts } from "../words/alert-facts.ts";
import { clip } from "../words/clip.ts";
import { consoleLinks } from "../words/console-links.ts";
import { codeSpan, escapeMrkdwn } from "../words/escape-mrkdwn.ts";
import { namesOfFinding, placeOfFinding } from "../words/finding-names.ts";
import { headline } from "../words/headline.ts";
import type { Names } from "../words/names.ts";
import { revertSentences, revertStatus } from "../words/revert-text.ts";

/**
 * A custom notification of Amazon Q Developer in chat applications.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export interface QNotification {
  readonly version: "1.0";
  readonly source: "custom";
  readonly id: string;
  readonly content: {
    readonly textType: "client-markdown";
    readonly title: string;
    readonly description: string;
    readonly nextSteps: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    readonly threadId: string;
    readonly summary: string;
    /** What the custom action buttons of the channel read. */
    readonly additionalContext: Readonly<Record<string, string>>;
    readonly enableCustomActions: true;
  };
}

const mostTitle = 250;
const mostDescription = 8000;
const mostStep = 350;
const mostKeyword = 75;
const mostId = 255;
const mostSummary = 250;
const mostContext = 500;
const mostRows = 5;
/** Escaping `&` makes five characters of one. */
const mostGrowth = 5;
const mostLine = 160;

/** A finding as a custom notification; `threadId` groups notifications, by default those of one event. */
export function qNotification(
  finding: Finding,
  names: Names = namesOfFinding(finding),
  threadId: string = finding.event?.eventId ?? finding.findingId,
): QNotification {
  const head = `${finding.severity.toUpperCase()}: ${headline(finding)}`;
  return {
    version: "1.0",
    source: "custom",
    id: clip(finding.findingId, mostId),
    content: {
      textType: "client-markdown",
      title: escaped(head, mostTitle),
      description: description(finding, names),
      nextSteps: nextSteps(finding, names),
      keywords: [finding.severity, finding.kind, finding.event?.eventName ?? ""]
        .filter((word) => word !== "")
        .map((word) => escaped(word, mostKeyword)),
    },
    metadata: {
      threadId: clip(threadId, mostId),
      summary: escaped(head, mostSummary),
      additionalContext: additionalContext(finding),
      enableCustomActions: true,
    },
  };
}

/** Text of at most so many characters once it is escaped. */
function escaped(text: string, most: number): string {
  const whole = escapeMrkdwn(clip(text, most));
  return whole.length <= most ? whole : escapeMrkdwn(clip(text, Math.floor(most / mostGrowth)));
}

function description(finding: Finding, names: Names): string {
  const { rows, rest } = alertAccesses(finding, names, mostRows);
  const { what, by, since } = alertFacts(finding, names);
  const lines: readonly (readonly [label: string, text: string])[] = [
    ...rows.flatMap((row) => [
      [row.change, `${accessSentence(row)} with ${row.keys}, ${row.paths}`] as const,
      ...row.why.slice(0, 2).map((line) => ["why", line] as const),
    ]),
    ...rest.map((line) => ["also", line] as const),
    ...perimeterSentences(finding.perimeterChanges.slice(0, 2)).map(
      (line) => ["perimeter", line] as const,
    ),
    ...by.map((line) => ["by", line] as const),
    ...what
      .filter((line) => !line.startsWith(" "))
      .slice(0, 3)
      .map((line) => ["what", line] as const),
    ...since.map((line) => ["effective", line] as const),
  ];
  const told = lines.map(([label, text]) => `*${label}* ${codeSpan(clip(text, mostLine))}`);
  const links = consoleLinks(finding).map(({ text, url }) => `${text}: ${url}`);
  return whole([...told, ...links]);
}

/** As many lines as fit. */
function whole(lines: readonly string[]): string {
  let left = mostDescription;
  const end = lines.findIndex((line) => {
    left -= line.length + 1;
    return left < 0;
  });
  return (end < 0 ? lines : lines.slice(0, end)).join("\n");
}

function nextSteps({ remediation }: Finding, names: Names): readonly string[] {
  const { calls, refusedBecause } = remediation;
  if (calls.length === 0 && refusedBecause === null) return [];
  const steps = [
    ...revertSentences(remediation, names)
      .slice(0, 3)
      .map((sentence) => `To revert: ${sentence}`),
    `Revert: ${revertStatus(remediation)}`,
  ];
  return steps.map((step) => escaped(step, mostStep));
}

function additionalContext(finding: Finding): Readonly<Record<string, string>> {
  const { event, resource, severity, kind, remediation, findingId } = finding;
  const { account, region } = placeOfFinding(finding);
  const context: Readonly<Record<string, string | null | undefined>> = {
    findingId,
    severity,
    kind,
    account,
    region,
    resourceType: resource.type,
    resourceArn: resource.arn,
    key: finding.accessChanges[0]?.key,
    principal: finding.accessChanges[0]?.principal,
    eventId: event?.eventId,
    eventName: event?.eventName,
    actor: event?.actor.arn,
    remediationStatus: remediation.status,
  };
  return Object.fromEntries(
    Object.entries(context).flatMap(([name, value]) =>
      typeof value === "string" && value !== "" ? [[name, clip(value, mostContext)]] : [],
    ),
  );
}
