import { isUnknown } from "../../account/attributes/attribute-value.ts";
import type { Change } from "../../account/change.ts";
import { sameJson } from "../../account/same-json.ts";
import type { Snapshot } from "../../account/snapshot.ts";
import type { Place } from "../check/plan-steps.ts";
import { touchedValues } from "./touched-values.ts";

/** An attribute that is not what the finding says it is. */
export interface StateDifference {
  readonly attribute: string;
  readonly described: unknown;
  readonly live: unknown;
}

/**
 * Compares what was read last with the state that a finding describes, for every attribute that
 * its event touched: none differs, or the revert would overwrite what somebody else did since.
 * What could not be read differs. Everything that the event did not touch may have changed.
 */
export function stillAsDescribed(
  live: readonly Snapshot[],
  after: readonly Snapshot[],
  changes: readonly Change[],
  place: Place,
): readonly StateDifference[] {
  return changes.flatMap((change) => {
    const described = touchedValues(after, change, place);
    const read = new Map(touchedValues(live, change, place) ?? []);
    if (described === null) {
      const live = { unknown: "no call reverts such a change" };
      return [{ attribute: "*", described: null, live }];
    }
    return described
      .map(([attribute, value]) => ({
        attribute,
        described: value,
        live: read.get(attribute) ?? null,
      }))
      .filter(({ described, live }) => isUnknown(live) || !sameJson(described, live));
  });
}
