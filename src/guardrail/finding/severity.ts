import type { AccessChange } from "../../access/compare/access-change.ts";
import type { TrailActor } from "../../cloudtrail/trail-event.ts";
import type { World } from "../../kms/world/world.ts";
import { classOfAction } from "./action-class.ts";
import { isConfusedDeputy } from "./confused-deputy.ts";
import type { Severity } from "./finding.ts";

/** Worst first. */
export const SEVERITIES: readonly Severity[] = [
  "critical",
  "high",
  "medium",
  "low",
  "informational",
];

/** The worse of two severities. */
export function worse(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b) ? a : b;
}

/** Whether a severity is that one or worse. */
export function atLeast(severity: Severity, limit: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(limit);
}

/** How bad one access change is (the public contract's §4). */
export function severityOfChange(change: AccessChange, after: World, actor: TrailActor): Severity {
  const severity = unlimitedSeverity(change, after, actor);
  return change.alreadyAllowedWithout === true && atLeast(severity, "high") ? "medium" : severity;
}

function unlimitedSeverity(change: AccessChange, after: World, actor: TrailActor): Severity {
  if (change.change === "lost" || change.change === "narrowed") return "medium";
  const classes = new Set(change.actions.map(classOfAction));
  const onlyMetadata = classes.size === 1 && classes.has("metadata");
  if (change.external) return onlyMetadata ? "high" : "critical";
  if (isServicePrincipal(change.principal)) return severityOfService(change, after, actor);
  if (classes.has("administration") || classes.has("plaintext")) return "high";
  return onlyMetadata ? "low" : "medium";
}

/** A service's gain is medium, high when nothing narrows for whom it acts; a grant made for its own resource, low. */
function severityOfService(change: AccessChange, after: World, actor: TrailActor): Severity {
  const byService = actor.type === "AWSService" || actor.invokedBy !== null;
  const byGrant =
    change.because.length > 0 && change.because.every(({ layer }) => layer === "grant");
  if (byService && byGrant) return "low";
  return isConfusedDeputy(change, after) ? "high" : "medium";
}

export function isServicePrincipal(principal: string): boolean {
  return principal !== "*" && !principal.startsWith("arn:");
}
