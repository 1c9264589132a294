import { type AuthorizationDetails, type IamTag, isUnreadable } from "../account/snapshot.ts";

/** A user or role of an account's inventory; `tags` by lower-case key, null: they could not be read. */
export interface TaggedPrincipal {
  readonly arn: string;
  readonly tags: ReadonlyMap<string, string> | null;
}

/** What policies ask of principals, by which they tell principals apart. */
export interface AskedOfPrincipals {
  /** Keys of tags, in lower case. */
  readonly principalTags: readonly string[];
  /** Their ARN, name or id is asked for, too. */
  readonly asksPrincipalNames: boolean;
}

/**
 * The users and roles of an account that carry tags that policies ask for, one for all that policies
 * do not tell apart: tags that nobody asks for differ between all of them.
 */
export function taggedPrincipals(
  { UserDetailList = [], RoleDetailList = [] }: AuthorizationDetails,
  { principalTags, asksPrincipalNames }: AskedOfPrincipals,
): readonly TaggedPrincipal[] {
  const distinct = new Map<string, TaggedPrincipal>();
  for (const { Arn, Tags = [] } of [...UserDetailList, ...RoleDetailList]) {
    const tags = isUnreadable(Tags) ? null : byKey(Tags);
    const values = tags === null ? null : principalTags.map((key) => tags.get(key) ?? null);
    if (values?.every((value) => value === null)) continue;
    const kind = JSON.stringify([values, asksPrincipalNames ? Arn : null]);
    if (!distinct.has(kind)) distinct.set(kind, { arn: Arn, tags });
  }
  return [...distinct.values()];
}

function byKey(tags: readonly IamTag[]): ReadonlyMap<string, string> {
  return new Map(tags.map(({ Key, Value }) => [Key.toLowerCase(), Value]));
}
