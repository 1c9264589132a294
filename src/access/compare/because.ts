import type { DeterminingStatement } from "../../kms/decision.ts";
import type { PreparedTarget } from "../../kms/layers/prepared-target.ts";
import type { Requester } from "../../kms/layers/sum-layers.ts";
import { decideTarget, type TargetDecision } from "../decide/decide-target.ts";
import { allowingStatementsOf } from "../decide/determining-statements.ts";
import type { AccessChangeKind, Because } from "./access-change.ts";
import { type Place, preparedAt } from "./compared-side.ts";

/** A concrete request on both sides. */
export interface BecauseAt {
  readonly places: { readonly before: Place; readonly after: Place };
  readonly requesters: { readonly before: Requester | null; readonly after: Requester | null };
  readonly action: number;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  /** Targets prepared before, by side and context. */
  readonly targets: Map<string, PreparedTarget | null>;
}

/**
 * The statements for which access changed, told by one concrete request. Gained: the Deny that
 * stopped applying, else what allows now. Lost: the Deny that began to apply, else what allowed
 * before and no longer does.
 */
export function becauseOf(change: AccessChangeKind, at: BecauseAt): readonly Because[] {
  const before = decideAt("before", at);
  const after = decideAt("after", at);
  return change === "lost" || change === "narrowed"
    ? whyLost(before, after)
    : whyGained(before, after);
}

function decideAt(side: "before" | "after", at: BecauseAt): TargetDecision | null {
  const place = at.places[side];
  const requester = at.requesters[side];
  const id = `${side} ${JSON.stringify(at.context)}`;
  let prepared = at.targets.get(id);
  if (prepared === undefined) {
    prepared = preparedAt(place, { given: at.context, complete: true });
    at.targets.set(id, prepared);
  }
  if (prepared === null || requester === null) return null;
  return decideTarget(prepared, requester, at.action, place.side.options);
}

function whyGained(
  before: TargetDecision | null,
  after: TargetDecision | null,
): readonly Because[] {
  if (before?.decision === "explicitDeny") return mark(before.determiningStatements, true);
  return mark(after?.determiningStatements ?? [], false);
}

function whyLost(before: TargetDecision | null, after: TargetDecision | null): readonly Because[] {
  if (after?.decision === "explicitDeny") return mark(after.determiningStatements, false);
  const allowed = before?.determiningStatements ?? [];
  const still = new Set((after === null ? [] : allowingStatementsOf(after)).map(placeOf));
  const gone = allowed.filter((statement) => !still.has(placeOf(statement)));
  if (gone.length > 0) return mark(gone, true);
  // Every statement allows as before: a layer came that does not.
  const limiting = (after?.blockedBy ?? []).map((layer) => ({
    layer,
    policy: layer,
    sid: null,
    statement: null,
  }));
  return mark(limiting, false);
}

function placeOf(statement: DeterminingStatement): string {
  return JSON.stringify(statement);
}

function mark(statements: readonly DeterminingStatement[], was: boolean): readonly Because[] {
  return statements.map((statement) => ({ ...statement, was }));
}
