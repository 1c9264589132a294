import type { Change } from "../../account/change.ts";
import type { Snapshot } from "../../account/snapshot.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { Unknown } from "../../kms/decision.ts";
import { unknownsOf } from "./unrecorded-unknowns.ts";

/**
 * What changes reach and the recorded state cannot tell. Until every key is recorded, a change that
 * may reach any key may reach one that is not known.
 */
export function recordedUnknowns(
  event: TrailEvent,
  changes: readonly Change[],
  before: Snapshot,
  isComplete: boolean,
): readonly Unknown[] {
  const unknowns = unknownsOf(event, changes, before);
  return isComplete ? unknowns.filter(({ code }) => code !== "keysUnknown") : unknowns;
}
