import type { KeyMetadata } from "../../account/snapshot.ts";
import { possibleOperations } from "../../kms/key/key-operations.ts";
import { usableInState } from "../../kms/key/key-state.ts";
import { kmsActionIndex } from "../../kms/kms-vocabulary.ts";
import { hasAction } from "../../policy/action-set.ts";
import { allOf, type Verdict } from "../../policy/verdict.ts";

const own = { crossAccount: false, multiRegionServiceRole: false };

/**
 * Why KMS would surely not perform an operation on a key, whoever asks: who manages it, or its
 * state. What the snapshot leaves open refuses nothing.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
export function keyRefusals(api: string, metadata: KeyMetadata): readonly string[] {
  const state = metadata.KeyState;
  const reasons: string[] = [];
  if (!isPossible(api, possibleOperations(metadata, own))) {
    reasons.push("the key is an AWS managed key, which nobody can change");
  }
  const isPending = state === "PendingDeletion" || state === "PendingReplicaDeletion";
  const cancelsNothing = api === "CancelKeyDeletion" && state !== undefined && !isPending;
  if (cancelsNothing || !isPossible(api, usableInState(metadata))) {
    reasons.push(`the key's state is \`${state}\``);
  }
  return reasons;
}

/** Whether the operation may be possible. */
export function isPossible(api: string, verdict: Verdict): boolean {
  const action = kmsActionIndex(`kms:${api}`);
  return action === undefined || hasAction(allOf(verdict), action);
}
