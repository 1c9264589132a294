import { type AuthorizationDetails, type IamTag, isUnreadable } from "../account/snapshot.ts";

/** A user or role of an account's inventory; `tags` by lower-case key, null: they could not be read. */
export interface TaggedPrincipal {
  readonly arn: string;
  readonly tags: ReadonlyMap<string, string> | null;
}

/** Distinct sets of tags that are probed at most. */
const MOST_SETS = 500;

/** One user or role for each set of tags that users and roles of an account carry. */
export function taggedPrincipals({
  UserDetailList = [],
  RoleDetailList = [],
}: AuthorizationDetails): readonly TaggedPrincipal[] {
  const bySet = new Map<string, TaggedPrincipal>();
  for (const { Arn, Tags = [] } of [...UserDetailList, ...RoleDetailList]) {
    const set = JSON.stringify(Tags);
    if (set === "[]" || bySet.has(set) || bySet.size >= MOST_SETS) continue;
    bySet.set(set, { arn: Arn, tags: isUnreadable(Tags) ? null : byKey(Tags) });
  }
  return [...bySet.values()];
}

function byKey(tags: readonly IamTag[]): ReadonlyMap<string, string> {
  return new Map(tags.map(({ Key, Value }) => [Key.toLowerCase(), Value]));
}
