import { isUnreadable, type Snapshot } from "../../account/snapshot.ts";
import { matchArn } from "../../policy/arn-pattern.ts";
import { hasWildcard, matchGlob } from "../../policy/glob.ts";
import { type MentionPattern, testMentions } from "./mention.ts";
import type { UsageSubject } from "./usages-subject.ts";

const keyTagFamilies = ["aws:resourcetag/", "kms:resourcetag/"];
const tagFamilies = [...keyTagFamilies, "aws:requesttag/", "aws:principaltag/"];
const aliasKeys = new Set(["kms:resourcealiases", "kms:requestalias"]);
const networkKeys = new Set(["aws:sourcevpce", "aws:sourcevpc", "aws:sourcevpcarn"]);

/** How policies mention what is asked about. */
export function mentionPattern(
  subject: UsageSubject,
  snapshots: readonly Snapshot[],
): MentionPattern {
  switch (subject.kind) {
    case "tag":
      return tagPattern(subject.tagKey, subject.value);
    case "alias":
      return aliasPattern(subject, snapshots);
    case "network":
      return networkPattern(subject.id);
  }
}

/**
 * The statements whose outcome on a key may change when a tag or an alias is taken off it: those
 * that ask for it at all, also where they mention other values only.
 */
export function touchingPattern(
  subject: Exclude<UsageSubject, { readonly kind: "network" }>,
): MentionPattern {
  const keys =
    subject.kind === "alias"
      ? aliasKeys
      : new Set(keyTagFamilies.map((family) => `${family}${subject.tagKey.toLowerCase()}`));
  const touches = (contextKey: string): boolean => keys.has(contextKey);
  return { inCondition: touches, asVariable: touches, inResource: () => false };
}

/**
 * A tag: in conditions on its value, in aws:TagKeys, and as a policy variable. Tag keys in context
 * keys are not told apart by case.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
 */
function tagPattern(tagKey: string, value: string | null): MentionPattern {
  const keys = new Set(tagFamilies.map((family) => `${family}${tagKey.toLowerCase()}`));
  return {
    inCondition: (contextKey, test) => {
      if (contextKey === "aws:tagkeys") return testMentions(test, [tagKey]);
      return keys.has(contextKey) && (value === null || testMentions(test, [value]));
    },
    asVariable: (contextKey) => keys.has(contextKey),
    inResource: () => false,
  };
}

/**
 * An alias: in conditions on alias names, and by its ARN in Resource, where it stands for the alias
 * itself.
 * https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
function aliasPattern(
  subject: Extract<UsageSubject, { readonly kind: "alias" }>,
  snapshots: readonly Snapshot[],
): MentionPattern {
  const names = [...new Set([subject.name, ...aliasNamesLike(subject, snapshots)])];
  const arns = snapshots
    .filter((snapshot) => isPlace(snapshot, subject.place))
    .flatMap(({ partition, account, region }) =>
      names.map((name) => `arn:${partition}:kms:${region}:${account}:${name}`),
    );
  return {
    inCondition: (contextKey, test) => aliasKeys.has(contextKey) && testMentions(test, names),
    asVariable: (contextKey) => aliasKeys.has(contextKey),
    inResource: (pattern) =>
      /^arn:(?:[^:]*:){4}alias/.test(pattern) &&
      arns.some((arn) => matchArn(pattern, arn) || (hasWildcard(arn) && matchGlob(arn, pattern))),
  };
}

function networkPattern(id: string): MentionPattern {
  return {
    inCondition: (contextKey, test) =>
      networkKeys.has(contextKey) &&
      (testMentions(test, [id]) || test.values.some((value) => value.endsWith(`/${id}`))),
    asVariable: (contextKey) => networkKeys.has(contextKey),
    inResource: () => false,
  };
}

function aliasNamesLike(
  { name, place }: Extract<UsageSubject, { readonly kind: "alias" }>,
  snapshots: readonly Snapshot[],
): readonly string[] {
  return snapshots
    .filter((snapshot) => isPlace(snapshot, place))
    .flatMap(({ keys }) => (isUnreadable(keys) ? [] : keys))
    .flatMap(({ aliases }) => (aliases === undefined || isUnreadable(aliases) ? [] : aliases))
    .map(({ AliasName }) => AliasName)
    .filter((one) => matchGlob(name, one));
}

/** Whether a snapshot is of an account and Region; null: of any. */
export function isPlace(
  { account, region }: Snapshot,
  place: { readonly account: string; readonly region: string } | null,
): boolean {
  return place === null || (place.account === account && place.region === region);
}
