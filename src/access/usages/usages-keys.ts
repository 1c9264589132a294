import { isUnreadable, type Snapshot, type SnapshotKey } from "../../account/snapshot.ts";
import { hasWildcard, matchGlob } from "../../policy/glob.ts";
import { isPlace } from "./mention-patterns.ts";
import { listed } from "./usages-listed.ts";
import type { UsageSubject } from "./usages-subject.ts";

/** A key that carries the tag or alias. */
export interface UsageKey {
  readonly key: string;
  readonly account: string;
  readonly region: string;
  /** `tag:Project`, `alias:alias/payroll`, as in findings. */
  readonly attribute: string;
  /** A tag's value; of an alias, the ARN of its key. */
  readonly value: string;
  /** null: not known. */
  readonly keyState: string | null;
}

/** Every key that carries what is asked about; no key carries a VPC endpoint. */
export function usageKeys(
  snapshots: readonly Snapshot[],
  subject: UsageSubject,
): readonly UsageKey[] {
  return snapshots.flatMap((snapshot) =>
    listed(snapshot.keys).flatMap((key) =>
      attributesOf(key, snapshot, subject).map(([attribute, value]) => ({
        key: key.metadata.Arn,
        account: snapshot.account,
        region: snapshot.region,
        attribute,
        value,
        keyState: key.metadata.KeyState ?? null,
      })),
    ),
  );
}

type Attribute = readonly [attribute: string, value: string];

function attributesOf(
  { metadata, tags, aliases }: SnapshotKey,
  snapshot: Snapshot,
  subject: UsageSubject,
): readonly Attribute[] {
  switch (subject.kind) {
    case "tag":
      return listed(tags)
        .filter(({ TagKey, TagValue }) => isTag(subject, TagKey, TagValue))
        .map(({ TagKey, TagValue }) => [`tag:${TagKey}`, TagValue]);
    case "alias":
      if (!isPlace(snapshot, subject.place)) return [];
      return listed(aliases)
        .filter(({ AliasName }) => matchGlob(subject.name, AliasName))
        .map(({ AliasName }) => [`alias:${AliasName}`, metadata.Arn]);
    case "network":
      return [];
  }
}

/** Conditions do not tell tag keys apart by case, so neither do we; values they do. */
function isTag(
  { tagKey, value }: Extract<UsageSubject, { readonly kind: "tag" }>,
  key: string,
  held: string,
): boolean {
  if (key.toLowerCase() !== tagKey.toLowerCase()) return false;
  return value === null || value === held || (hasWildcard(value) && matchGlob(value, held));
}

/** The keys of which nobody knows whether they carry what is asked about. */
export function keysOfUnknownUsage(
  snapshots: readonly Snapshot[],
  subject: UsageSubject,
): readonly string[] {
  if (subject.kind === "network") return [];
  const part = subject.kind === "tag" ? "tags" : "aliases";
  return snapshots
    .filter((snapshot) => subject.kind === "tag" || isPlace(snapshot, subject.place))
    .flatMap(({ keys }) => listed(keys))
    .filter((key) => key[part] === undefined || isUnreadable(key[part]))
    .map(({ metadata }) => metadata.Arn);
}
