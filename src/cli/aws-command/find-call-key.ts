import { parseArn } from "../../account/arn.ts";
import { isUnreadable, type Snapshot, type SnapshotKey } from "../../account/snapshot.ts";
import { keyIdOf } from "../../account/snapshot-keys.ts";
import { hasKeyId } from "../../kms/request/target.ts";
import { findKey as findKeyByAnyName } from "../../kms/world/find-key.ts";
import { awsError } from "./aws-error.ts";
import { onlyPlace, placesOf, snapshotsInRegion } from "./call-place.ts";
import type { CallContext } from "./planned-call.ts";

/** A key that a call names, and the snapshot that holds it. */
export interface CallKey {
  readonly snapshot: Snapshot;
  readonly key: SnapshotKey;
  readonly arn: string;
}

/** The key that a call names by id or ARN: no operation that changes a key takes an alias. */
export function findCallKey(identifier: string, context: CallContext, api: string): CallKey {
  const arn = parseArn(identifier);
  if (identifier.startsWith("alias/") || arn?.resource.startsWith("alias/")) {
    throw refusedAlias(identifier, context, api);
  }
  if (arn !== null) checkRegion(identifier, arn.region, context, api);
  const candidates = arn === null ? snapshotsInRegion(context) : context.snapshots;
  const holders = candidates.flatMap((snapshot) => {
    const key = keysOf(snapshot).find(({ metadata: { Arn } }) =>
      arn === null ? keyIdOf(Arn) === identifier : Arn === identifier,
    );
    return key === undefined ? [] : [{ snapshot, key, arn: key.metadata.Arn }];
  });
  const place = onlyPlace(
    holders.map(({ snapshot }) => snapshot),
    `the key \`${identifier}\``,
    "say which with `--region`, or name the key by its ARN",
  );
  const [holder] = holders;
  if (place === null || holder === undefined) throw unknownKey(identifier, candidates);
  return holder;
}

function refusedAlias(identifier: string, { world }: CallContext, api: string): Error {
  const key = findKeyByAnyName(world, identifier)?.key;
  const isKnown = key !== undefined && hasKeyId(key.arn);
  const advice = isKnown ? `the alias names the key \`${key.arn}\`` : undefined;
  const message = `AWS would refuse \`${api}\`: it takes a key id or key ARN, not the alias \`${identifier}\``;
  return awsError("E_CALL_WOULD_FAIL", message, advice);
}

/** KMS looks for a key in the Region that it is called in. */
function checkRegion(
  identifier: string,
  keyRegion: string,
  { region }: CallContext,
  api: string,
): void {
  if (region === null || region === keyRegion) return;
  throw awsError(
    "E_CALL_WOULD_FAIL",
    `AWS would refuse \`${api}\`: the key \`${identifier}\` is not in the Region \`${region}\``,
  );
}

function unknownKey(identifier: string, candidates: readonly Snapshot[]): Error {
  const unreadable = candidates.filter(({ keys }) => isUnreadable(keys));
  const why =
    unreadable.length === 0 ? "" : `; the keys of ${placesOf(unreadable)} could not be read`;
  return awsError(
    "E_KEY_UNKNOWN",
    `no account snapshot holds the key \`${identifier}\`${why}`,
    "`--key-id` and `--target-key-id` take the id or the ARN of a key that a snapshot given with `--account` holds",
  );
}

export function keysOf({ keys }: Snapshot): readonly SnapshotKey[] {
  return isUnreadable(keys) ? [] : keys;
}
