import { isClosed } from "../guardrail/finding/close-finding.ts";
import type { Finding } from "../guardrail/finding/finding.ts";
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
  return isDecided(finding) || remediation.status === "applied" ? "inHand" : "open";
}
