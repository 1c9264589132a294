import { parseArn } from "./arn.ts";
import type { Change } from "./change.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * The snapshots, and one more for each Region of their account in which a change makes a key and of
 * which nothing was known: the same account and organization, no keys yet. A replica of a
 * multi-Region key is told in the Region of its primary.
 * https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-replicate.html
 */
export function withSiblingRegions(
  snapshots: readonly Snapshot[],
  changes: readonly Change[],
): readonly Snapshot[] {
  return changes.reduce<readonly Snapshot[]>((known, change) => {
    const arn = change.kind === "key-created" ? parseArn(change.metadata.Arn) : null;
    if (arn === null) return known;
    const ofAccount = known.filter((snapshot) => snapshot.account === arn.account);
    const [like] = ofAccount;
    if (like === undefined || ofAccount.some((snapshot) => snapshot.region === arn.region))
      return known;
    const { vpcEndpoints: _, vpcEndpointServices: __, ...account } = like;
    return [...known, { ...account, region: arn.region, keys: [] }];
  }, snapshots);
}
