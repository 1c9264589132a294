import type { AccessChangeKind } from "../../access/compare/access-change.ts";
import type { Severity } from "../../guardrail/finding/finding.ts";
import type { DecisionValue } from "../../kms/decision.ts";
import type { Tone } from "./document.ts";

/** How a severity is meant. */
export function severityTone(severity: Severity): Tone {
  switch (severity) {
    case "critical":
      return "critical";
    case "high":
      return "danger";
    case "medium":
      return "warning";
    case "low":
      return "notice";
    case "informational":
      return "dim";
  }
}

/** More access is what a guardrail warns of; less is worth a look. */
export function changeTone(change: AccessChangeKind): Tone {
  return change === "lost" || change === "narrowed" ? "notice" : "danger";
}

/** How a decision is meant. */
export function decisionTone(decision: DecisionValue): Tone {
  switch (decision) {
    case "allowed":
      return "good";
    case "conditional":
      return "warning";
    case "explicitDeny":
    case "implicitDeny":
      return "danger";
  }
}
