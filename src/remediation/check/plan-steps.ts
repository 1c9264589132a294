import { applyChange } from "../../account/apply/apply-change.ts";
import type { Snapshot } from "../../account/snapshot.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { RemediationCall } from "../../guardrail/finding/finding.ts";
import { recordedHolder, snapshotOfEvent } from "../plan/recorded-parts.ts";
import { changesOfCall } from "./changes-of-call.ts";

/** The place of the event that a plan undoes: its calls are made there. */
export type Place = Pick<TrailEvent, "recipientAccountId" | "awsRegion">;

/** One call of a plan on the account as the calls before it left it. */
export interface PlanStep {
  readonly call: RemediationCall;
  readonly snapshots: readonly Snapshot[];
  /** The key that a KMS call acts on; null for a call on something else. */
  readonly keyArn: string | null;
  readonly aliasName: string | null;
}

/** A plan's calls one after the other, and the account after all; null when one cannot be simulated. */
export function stepsOfPlan(
  start: readonly Snapshot[],
  place: Place,
  calls: readonly RemediationCall[],
): { readonly steps: readonly PlanStep[]; readonly after: readonly Snapshot[] } | null {
  const steps: PlanStep[] = [];
  let snapshots = start;
  for (const call of calls) {
    const change = changesOfCall(call);
    if (change === null) return null;
    const aliasName = (call.input["AliasName"] as string | undefined) ?? null;
    steps.push({ call, snapshots, keyArn: keyOfCall(call, snapshots, place), aliasName });
    const made = (snapshot: Snapshot): boolean =>
      snapshot.account === place.recipientAccountId && snapshot.region === place.awsRegion;
    snapshots = snapshots.map((one) => (made(one) ? applyChange(one, change) : one));
  }
  return { steps, after: snapshots };
}

function keyOfCall(
  { service, input }: RemediationCall,
  snapshots: readonly Snapshot[],
  place: Place,
): string | null {
  if (service !== "kms") return null;
  const named = (input["KeyId"] ?? input["TargetKeyId"]) as string | undefined;
  if (named !== undefined) return named;
  const holder = recordedHolder(
    snapshotOfEvent(snapshots, place),
    (input["AliasName"] as string | undefined) ?? "",
  );
  return holder?.metadata.Arn ?? null;
}
