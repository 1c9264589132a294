import { isClosed } from "../../guardrail/finding/close-finding.ts";
import type { Finding, RemediationStatus } from "../../guardrail/finding/finding.ts";
import { isDecided } from "./finding-progress.ts";

/** What is left to do about a finding, for services that keep a list of open ones. */
export type FindingStage =
  | "open"
  /** Somebody decided about it; what follows is under way. */
  | "inHand"
  /** A person takes it for all right, or a suppression or a snooze hides it. */
  | "accepted"
  /** Access is as it was before, or the finding does not stand any more. */
  | "resolved";

/** How far a finding is, by what it tells itself. */
export function findingStage(finding: Pick<Finding, "notes" | "remediation">): FindingStage {
  const { notes, remediation } = finding;
  if (remediation.status === "verified" || isClosed(finding)) return "resolved";
  if (notes.some(({ code }) => code === "accepted" || code === "suppressed")) return "accepted";
  if (remediation.status === "applied") return "inHand";
  // What came to nothing waits for somebody again, until they say yes once more.
  const isUndone = undone.has(remediation.status) && notes.at(-1)?.code !== "approved";
  return isDecided(finding) && !isUndone ? "inHand" : "open";
}

const undone: ReadonlySet<RemediationStatus> = new Set(["refused", "failed", "expired"]);
