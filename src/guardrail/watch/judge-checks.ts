import { closeFinding } from "../finding/close-finding.ts";
import type { Finding, Severity } from "../finding/finding.ts";
import { findingId } from "../finding/finding-id.ts";
import type { FindingResource } from "../finding/resource-of-event.ts";
import { summarize } from "../finding/summary.ts";
import type { Check } from "./doctor-check.ts";

/** What the scheduled doctor remembers of each thing that it looks at. */
export interface DoctorRecord {
  readonly [check: string]: ToldCheck;
}

export interface ToldCheck {
  /** How often something of it was told. */
  readonly times: number;
  /** What stands; null: it was found in order since. */
  readonly standing: { readonly check: Check; readonly finding: Finding } | null;
}

/** What is to be told of some checks, and what is to be remembered of it. */
export interface JudgedChecks {
  readonly findings: readonly Finding[];
  readonly record: DoctorRecord;
}

/**
 * What the doctor found that it did not tell before: trouble, trouble of another kind, and that trouble
 * is gone. What it cannot tell is trouble too, but takes back none that it saw.
 */
export function judgeChecks(
  checks: readonly Check[],
  before: DoctorRecord,
  resource: FindingResource,
  now: string,
): JudgedChecks {
  const judged = checks.map((check) => {
    const told = before[check.check] ?? { times: 0, standing: null };
    return [check.check, judgeCheck(check, told, resource, now)] as const;
  });
  return {
    findings: judged.flatMap(([, { findings }]) => findings),
    record: { ...before, ...Object.fromEntries(judged.map(([name, { told }]) => [name, told])) },
  };
}

interface JudgedCheck {
  readonly findings: readonly Finding[];
  readonly told: ToldCheck;
}

function judgeCheck(
  check: Check,
  told: ToldCheck,
  resource: FindingResource,
  now: string,
): JudgedCheck {
  const { times, standing } = told;
  if (check.result === "passed") {
    if (standing === null) return { findings: [], told };
    const closing = closeFinding(standing.finding, "resolved", `found at ${now}: ${check.text}`);
    return { findings: [closing], told: { times, standing: null } };
  }
  if (standing !== null && isTold(check, standing.check)) return { findings: [], told };
  const finding = findingOf(check, times, resource, now);
  const text = `told anew as \`${finding.findingId}\``;
  return {
    findings: [
      ...(standing === null ? [] : [closeFinding(standing.finding, "superseded", text)]),
      finding,
    ],
    told: { times: times + 1, standing: { check, finding } },
  };
}

/** Numbers and times go on; that something is not known any more is no news beside that it was not in order. */
function isTold(now: Check, before: Check): boolean {
  if (now.result === "unknown" && before.result === "failed") return true;
  return now.result === before.result && withoutNumbers(now.text) === withoutNumbers(before.text);
}

function withoutNumbers(text: string): string {
  return text.replace(/\d+/g, "0");
}

/** Without them no event reaches the guardrail, or none of some kind. */
const disarming: ReadonlySet<Check["check"]> = new Set(["trail", "kms-events", "rules", "canary"]);

function severityOf({ check, result }: Check): Severity {
  return result === "failed" && disarming.has(check) ? "critical" : "medium";
}

/** Numbered by how often the check was told of: a run that is killed and repeated tells it by the same id. */
function findingOf(check: Check, times: number, resource: FindingResource, now: string): Finding {
  const note =
    check.result === "failed"
      ? { code: "doctorFailed", text: `the check \`${check.check}\` of the doctor failed` }
      : { code: "doctorUnknown", text: `the check \`${check.check}\` of the doctor is not known` };
  const help = check.help === undefined ? [] : [{ code: "doctorHelp", text: check.help }];
  return {
    schemaVersion: 1,
    findingId: findingId("doctor", resource, check.check, times),
    kind: "blind",
    event: null,
    resource,
    keyState: null,
    attributeChanges: [],
    effectiveFrom: now,
    effectiveBy: now,
    severity: severityOf(check),
    title: `the doctor finds: ${check.text}`,
    summary: summarize([]),
    accessChanges: [],
    perimeterChanges: [],
    notes: [note, ...help],
    remediation: { mode: "alert", status: "none", refusedBecause: null, calls: [] },
  };
}
