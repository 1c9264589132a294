import { applyChange } from "../account/apply-change.ts";
import type { Change } from "../account/change.ts";
import type { Snapshot } from "../account/snapshot.ts";
import type { TrailEvent } from "../cloudtrail/trail-event.ts";
import type { RemediationCall } from "../guardrail/finding.ts";
import { changesOfCall } from "./changes-of-call.ts";

/** The place of the event that a plan undoes: its calls are made there. */
export type Place = Pick<TrailEvent, "recipientAccountId" | "awsRegion">;

/** The changes that some calls come to; null when one of them cannot be simulated. */
export function changesOfCalls(calls: readonly RemediationCall[]): readonly Change[] | null {
  const changes = calls.map(changesOfCall);
  return changes.includes(null) ? null : changes.filter((change) => change !== null);
}

/** The snapshots after changes that calls made at a place. */
export function applyAt(
  snapshots: readonly Snapshot[],
  place: Place,
  changes: readonly Change[],
): readonly Snapshot[] {
  return snapshots.map((snapshot) =>
    snapshot.account === place.recipientAccountId && snapshot.region === place.awsRegion
      ? changes.reduce(applyChange, snapshot)
      : snapshot,
  );
}
