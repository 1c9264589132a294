import { isClosed } from "../../guardrail/finding/close-finding.ts";
import type { Finding, RemediationStatus } from "../../guardrail/finding/finding.ts";
import { replacedIds, replacingId } from "./replaced-findings.ts";

/** How far a finding had come when it was told: the same finding is told again as things happen to it. */
export interface FindingProgress {
  readonly status: RemediationStatus;
  /** Each decision and outcome adds a note. */
  readonly notes: number;
  /** It was told for the last time. */
  readonly closed?: true;
  /** Another finding was told in its place. */
  readonly replacedBy?: string;
  /** It was told in the place of others. */
  readonly replaces?: readonly string[];
}

export function progressOf(finding: Finding): FindingProgress {
  const { remediation, notes } = finding;
  const closed = isClosed(finding) ? ({ closed: true } as const) : {};
  const replacedBy = replacingId(finding);
  const replaces = replacedIds(finding);
  return {
    ...{ status: remediation.status, notes: notes.length },
    ...closed,
    ...(replacedBy === null ? {} : { replacedBy }),
    ...(replaces.length === 0 ? {} : { replaces }),
  };
}

/** Whether one tells more than the other: messages arrive in any order, and more than once. */
export function isFurther(next: FindingProgress, known: FindingProgress): boolean {
  // What was told in its place did not stand either: it is told again, in place of that.
  const { replacedBy } = known;
  if (replacedBy !== undefined && next.replaces?.includes(replacedBy) === true) return true;
  if (next.closed === true || known.closed === true) return known.closed !== true;
  const [a, b] = [ranks[next.status], ranks[known.status]];
  return a === b ? next.notes > known.notes : a > b;
}

/** How a remediation goes on; a revert may fail after it was applied, and be read back after it failed. */
const ranks: Readonly<Record<RemediationStatus, number>> = {
  none: 0,
  proposed: 0,
  awaitingApproval: 0,
  rejected: 1,
  expired: 1,
  refused: 1,
  applied: 2,
  failed: 3,
  verified: 4,
};

/** Whether somebody decided what becomes of a finding; hiding the like for a while decides nothing. */
export function isDecided({ notes }: Pick<Finding, "notes">): boolean {
  return notes.some(({ code }) => deciding.has(code));
}

const deciding: ReadonlySet<string> = new Set(["approved", "rejected", "accepted"]);
