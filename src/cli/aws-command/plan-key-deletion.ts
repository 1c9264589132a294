import type { KeyMetadata } from "../../account/snapshot.ts";
import { numberOf } from "./input.ts";
import { onKey } from "./plan-key-call.ts";

/**
 * A multi-Region primary key with replicas waits for their deletion first.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
 */
export const planScheduleKeyDeletion = onKey((input, { key }) => {
  const days = numberOf(input, "PendingWindowInDays") ?? 30;
  const isWithin = days >= 7 && days <= 30;
  return {
    refusals: isWithin ? [] : [`the waiting period is ${days} days, not 7 to 30`],
    response: {
      keyState: hasReplicas(key.metadata) ? "PendingReplicaDeletion" : "PendingDeletion",
    },
  };
});

function hasReplicas({ MultiRegionConfiguration }: KeyMetadata): boolean {
  const { MultiRegionKeyType, ReplicaKeys = [] } = MultiRegionConfiguration ?? {};
  return MultiRegionKeyType === "PRIMARY" && ReplicaKeys.length > 0;
}
