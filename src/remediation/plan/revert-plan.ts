import type { AttributeChange } from "../../account/attributes/attribute-value.ts";
import type { Change } from "../../account/change.ts";
import type { Snapshot } from "../../account/snapshot.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { RemediationCall } from "../../guardrail/finding/finding.ts";
import type { Unknown } from "../../kms/decision.ts";

/**
 * How far the guardrail goes by itself. `automatic`: the calls bring back exactly what was there;
 * `approval`: they bring back the access, but not the same thing, or destroy something; `proposal`:
 * a person looks at them and makes them; `none`: no call undoes the event.
 */
export type RevertLevel = "automatic" | "approval" | "proposal" | "none";

/** The calls that undo one event, in order, ready to send. */
export interface RevertPlan {
  readonly level: RevertLevel;
  readonly calls: readonly RemediationCall[];
  /** What a person should know of the revert; why there is none, or none without a person. */
  readonly notes: readonly Unknown[];
}

/** An event with the recorded state around it. */
export interface RevertInput {
  readonly event: TrailEvent;
  readonly changes: readonly Change[];
  readonly attributes: readonly AttributeChange[];
  readonly before: readonly Snapshot[];
  readonly after: readonly Snapshot[];
}

export function automatic(
  calls: readonly RemediationCall[],
  notes: readonly Unknown[] = [],
): RevertPlan {
  return calls.length === 0
    ? noRevert("the event left everything as it was")
    : { level: "automatic", calls, notes };
}

export function withApproval(calls: readonly RemediationCall[], why: Unknown): RevertPlan {
  return { level: "approval", calls, notes: [why] };
}

export function proposal(calls: readonly RemediationCall[], why: Unknown): RevertPlan {
  return { level: "proposal", calls, notes: [why] };
}

export function noRevert(why: string): RevertPlan {
  return {
    level: "none",
    calls: [],
    notes: [{ code: "noRevert", text: `no call undoes this: ${why}` }],
  };
}

const LEVELS: readonly RevertLevel[] = ["automatic", "approval", "proposal", "none"];

/** One plan for several changes of one event: the last change is undone first, the most careful level holds. */
export function joinPlans(plans: readonly RevertPlan[]): RevertPlan {
  const [only] = plans;
  if (plans.length === 1 && only !== undefined) return only;
  const worst = Math.max(0, ...plans.map(({ level }) => LEVELS.indexOf(level)));
  const level = LEVELS[worst] ?? "none";
  return {
    level,
    calls: level === "none" ? [] : plans.toReversed().flatMap(({ calls }) => calls),
    notes: plans.flatMap(({ notes }) => notes),
  };
}
