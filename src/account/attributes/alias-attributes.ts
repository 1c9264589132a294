import type { AliasChange } from "../change.ts";
import { isUnreadable, type Snapshot } from "../snapshot.ts";
import { isHere } from "../snapshot-keys.ts";
import { type AttributeChange, isUnknown, memberValue } from "./attribute-value.ts";
import { leftOut } from "./held-key.ts";

/** The key that an alias stands for, by its ARN. */
export function aliasAttributeChanges(
  before: Snapshot,
  change: AliasChange,
): readonly AttributeChange[] {
  const { aliasName, targetKeyArn } = change;
  const old =
    targetKeyArn === null || isHere(before, targetKeyArn)
      ? aliasTarget(before, aliasName)
      : { unknown: "the key is not in the snapshot" };
  return [{ attribute: `alias:${aliasName}`, before: old, after: targetKeyArn }];
}

/** The ARN of the key that holds an alias; unknown when a key whose aliases nobody knows may. */
function aliasTarget(snapshot: Snapshot, aliasName: string): unknown {
  if (isUnreadable(snapshot.keys)) return { unknown: snapshot.keys.unreadable };
  let result: unknown = null;
  for (const key of snapshot.keys) {
    const value = memberValue(
      key.aliases ?? leftOut("aliases"),
      (alias) => alias.AliasName === aliasName,
      () => key.metadata.Arn,
    );
    if (value !== null && !isUnknown(value)) return value;
    result ??= value;
  }
  return result;
}
