import { parseArn } from "../arn.ts";
import type { AliasChange } from "../change.ts";
import { isUnreadable, type KeyAlias, type Snapshot, type SnapshotKey } from "../snapshot.ts";
import { isHere, keyIdOf, withKeys } from "../snapshot-keys.ts";
import { filterShared, withMember } from "../structural-sharing.ts";
import { editKnown } from "./edit-list.ts";

/**
 * The account after an alias came, moved or went. An alias name is unique in an account and Region,
 * so the key that held it loses it.
 * https://docs.aws.amazon.com/kms/latest/developerguide/alias-about.html
 */
export function applyAliasChange(snapshot: Snapshot, change: AliasChange): Snapshot {
  const { aliasName, targetKeyArn } = change;
  if (targetKeyArn !== null && !isHere(snapshot, targetKeyArn)) return snapshot;
  const moved = heldAlias(snapshot, aliasName);
  return withKeys(snapshot, (key) => {
    const edit = (aliases: readonly KeyAlias[]) =>
      key.metadata.Arn === targetKeyArn
        ? addAlias(aliases, aliasName, key, moved)
        : filterShared(aliases, (alias) => alias.AliasName !== aliasName);
    return withMember(key, "aliases", editKnown(key.aliases, edit));
  });
}

function addAlias(
  aliases: readonly KeyAlias[],
  aliasName: string,
  key: SnapshotKey,
  moved: KeyAlias | null,
): readonly KeyAlias[] {
  if (aliases.some((alias) => alias.AliasName === aliasName)) return aliases;
  const arn = parseArn(key.metadata.Arn);
  if (arn === null) return aliases;
  const alias: KeyAlias = {
    ...moved,
    AliasName: aliasName,
    AliasArn: `arn:${arn.partition}:kms:${arn.region}:${arn.account}:${aliasName}`,
    TargetKeyId: key.metadata.KeyId ?? keyIdOf(key.metadata.Arn),
  };
  return [...aliases, alias];
}

function heldAlias(snapshot: Snapshot, aliasName: string): KeyAlias | null {
  if (isUnreadable(snapshot.keys)) return null;
  for (const { aliases } of snapshot.keys) {
    if (aliases === undefined || isUnreadable(aliases)) continue;
    const held = aliases.find((alias) => alias.AliasName === aliasName);
    if (held !== undefined) return held;
  }
  return null;
}
