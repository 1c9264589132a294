import { isUnreadable, type KeyAlias, type SnapshotKey } from "../../account/snapshot.ts";
import { ABSENT, type Fact, known, UNKNOWN } from "../../policy/fact.ts";
import type { AccountOrganization } from "../directory/account-organization.ts";
import type { CompiledKey } from "../key/compiled-key.ts";
import { unreadableFact } from "../unreadable-fact.ts";

/** What a key tells of a context key (in lower case); null: nothing. */
export type PartialFacts = (contextKey: string) => Fact | null;

/** The aliases of a key that count against the quota; past it, kms:ResourceAliases no longer allows. */
const ALIAS_QUOTA = 50;

/** What a key tells Allow statements and what it tells Deny statements; they differ past the alias quota. */
export type FactsByEffect = Readonly<Record<"Allow" | "Deny", PartialFacts>>;

/**
 * The context that the key itself gives to requests on it.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export function keyFacts(key: CompiledKey, organization: AccountOrganization): FactsByEffect {
  const { snapshotKey } = key;
  const facts = new Map<string, Fact>([
    ...metadataFacts(snapshotKey),
    ["aws:resourceaccount", known(key.account)],
    ["aws:requestedregion", known(key.region)],
    ["aws:resourceorgid", organization.id],
    ["aws:resourceorgpaths", organization.paths],
    ["kms:requestalias", requestAlias(snapshotKey.aliases)],
  ]);
  const tags = tagFacts(snapshotKey.tags);
  const given =
    (aliases: Fact): PartialFacts =>
    (contextKey) => {
      if (contextKey.startsWith("aws:resourcetag/"))
        return tags(contextKey.slice("aws:resourcetag/".length));
      return contextKey === "kms:resourcealiases" ? aliases : (facts.get(contextKey) ?? null);
    };
  return {
    Allow: given(resourceAliases(snapshotKey.aliases, "Allow")),
    // Stryker disable next-line StringLiteral: what is not Allow is Deny
    Deny: given(resourceAliases(snapshotKey.aliases, "Deny")),
  };
}

function metadataFacts({ metadata }: SnapshotKey): readonly [string, Fact][] {
  const told = (value: string | undefined): Fact =>
    value === undefined ? { kind: "unknown", present: true } : known(value);
  const spec = told(metadata.KeySpec ?? metadata.CustomerMasterKeySpec);
  const usage = told(metadata.KeyUsage);
  const multiRegionType = metadata.MultiRegionConfiguration?.MultiRegionKeyType;
  return [
    ["kms:keyspec", spec],
    ["kms:customermasterkeyspec", spec],
    ["kms:keyusage", usage],
    ["kms:customermasterkeyusage", usage],
    ["kms:keyorigin", told(metadata.Origin)],
    [
      "kms:multiregion",
      told(metadata.MultiRegion === undefined ? undefined : String(metadata.MultiRegion)),
    ],
    [
      "kms:multiregionkeytype",
      metadata.MultiRegion === false ? ABSENT : typeOfMultiRegion(multiRegionType),
    ],
    ...encryptionAlgorithm(spec),
  ];
}

/** A symmetric key has one algorithm, which stands in the context also when the request names none. */
function encryptionAlgorithm(spec: Fact): readonly [string, Fact][] {
  if (spec.kind !== "known") return [["kms:encryptionalgorithm", spec]];
  return spec.values[0] === "SYMMETRIC_DEFAULT" ? [["kms:encryptionalgorithm", spec]] : [];
}

/** Absent on single-Region keys, so that metadata without it decides neither way. */
function typeOfMultiRegion(type: string | undefined): Fact {
  if (type !== undefined) return known(type);
  return {
    kind: "undocumented",
    code: "keyMetadataUnknown",
    reason: "whether the key is a multi-Region primary or replica is not known",
  };
}

/** Tag keys of KMS differ by case, condition keys do not: which of two such tags a test means is not documented. */
function tagFacts(tags: SnapshotKey["tags"]): (name: string) => Fact {
  if (tags === undefined || isUnreadable(tags)) {
    const fact = unreadableFact("keyTagsUnreadable", "the key's tags", tags);
    return () => fact;
  }
  const byName = new Map<string, Fact>();
  for (const { TagKey, TagValue } of tags) {
    const name = TagKey.toLowerCase();
    byName.set(name, byName.has(name) ? ambiguousTag(name) : known(TagValue));
  }
  return (name) => byName.get(name) ?? ABSENT;
}

function ambiguousTag(tagKey: string): Fact {
  return {
    kind: "undocumented",
    code: "tagKeysDifferByCase",
    reason: `the key has several tags \`${tagKey}\` that differ by case only`,
  };
}

/**
 * Past 50 aliases a principal that is allowed by kms:ResourceAliases is denied; what a Deny on it
 * does then is not documented.
 * https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html#aliases-per-key
 */
function resourceAliases(aliases: SnapshotKey["aliases"], effect: "Allow" | "Deny"): Fact {
  if (aliases === undefined || isUnreadable(aliases)) {
    return unreadableFact("keyAliasesUnreadable", "the key's aliases", aliases);
  }
  const names = aliases.map((alias) => alias.AliasName);
  if (names.filter((name) => !name.startsWith("alias/aws/")).length > ALIAS_QUOTA) {
    return effect === "Allow"
      ? { kind: "never" }
      : {
          kind: "undocumented",
          code: "aliasQuotaExceeded",
          reason:
            "the key has more than 50 aliases, and AWS does not say what a Deny on kms:ResourceAliases does then",
        };
  }
  return names.length === 0 ? ABSENT : known(...names);
}

/** A request that names the key by an alias names one of the key's own. */
function requestAlias(aliases: SnapshotKey["aliases"]): Fact {
  if (aliases === undefined || isUnreadable(aliases)) return UNKNOWN;
  return { kind: "unknown", oneOf: [null, ...aliases.map((alias: KeyAlias) => alias.AliasName)] };
}
