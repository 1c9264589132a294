import type { Snapshot } from "../../account/snapshot.ts";
import type { Compiler } from "../../kms/compiler.ts";
import type { MentionPattern } from "./mention.ts";
import { usageStatements } from "./usages-statements.ts";

/** Attributes that act as permissions, since policies ask for them: who can set them decides who may use keys. */
export interface AttributePermissions {
  /** Tag keys that statements ask of keys. */
  readonly tags: readonly string[];
  /** Alias names and patterns that statements ask of keys or requests. */
  readonly aliases: readonly string[];
  /** Ids of VPC endpoints and VPCs by which requests must come, or must not. */
  readonly networks: readonly string[];
}

const tagFamilies = ["aws:resourcetag/", "kms:resourcetag/"];
const aliasKeys = ["kms:resourcealiases", "kms:requestalias"];
const networkKeys = ["aws:sourcevpce", "aws:sourcevpc"];

const isTag = (key: string): boolean => tagFamilies.some((family) => key.startsWith(family));
const isOurs = (key: string): boolean =>
  isTag(key) || aliasKeys.includes(key) || networkKeys.includes(key);

const pattern: MentionPattern = {
  inCondition: isOurs,
  asVariable: isOurs,
  inResource: () => false,
};

/** Collects what the conditions of statements about KMS ask of keys and of the network. */
export function attributePermissions(
  snapshots: readonly Snapshot[],
  compiler: Compiler,
): AttributePermissions {
  const asked = usageStatements(snapshots, pattern, compiler)
    .filter(({ concernsKms }) => concernsKms)
    .flatMap(({ mentions }) => mentions)
    .flatMap(({ key, values }) => (key === null ? [] : [{ key, values }]));
  const valuesOf = (keys: readonly string[]): readonly string[] =>
    asked.filter(({ key }) => keys.includes(key.toLowerCase())).flatMap(({ values }) => values);
  const tagged = asked.filter(({ key }) => isTag(key.toLowerCase()));
  return {
    tags: distinct(tagged.map(({ key }) => key.slice(key.indexOf("/") + 1))),
    aliases: distinct(valuesOf(aliasKeys)),
    networks: distinct(valuesOf(networkKeys)),
  };
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
