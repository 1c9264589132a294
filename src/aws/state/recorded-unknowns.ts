import type { Change } from "../../account/change.ts";
import { isUnreadable, type Snapshot } from "../../account/snapshot.ts";
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
  const known = isComplete ? unknowns.filter(({ code }) => code !== "keysUnknown") : unknowns;
  return [...known, ...changes.flatMap((change) => aliasUnknowns(event, change, before))];
}

/**
 * UpdateAlias and DeleteAlias do not tell the key that had the alias; CreateAlias had none. They
 * succeed only where the alias is there: if no key is recorded with it, the event that made it is missing.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteAlias.html
 */
function aliasUnknowns(
  { eventName }: TrailEvent,
  change: Change,
  { keys }: Snapshot,
): readonly Unknown[] {
  if (change.kind !== "alias-set" || eventName === "CreateAlias") return [];
  const isHeld =
    !isUnreadable(keys) &&
    keys.some(
      ({ aliases }) =>
        aliases !== undefined &&
        !isUnreadable(aliases) &&
        aliases.some(({ AliasName }) => AliasName === change.aliasName),
    );
  if (isHeld) return [];
  const text = `which key had \`${change.aliasName}\` is not recorded yet`;
  return [{ code: "keysUnknown", text }];
}
