import { describe, expect, it } from "vitest";
import type { KeyAlias, KeyMetadata, SnapshotKey } from "../../../../src/account/snapshot.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { compileOrganization } from "../../../../src/kms/directory/account-organization.ts";
import { compileKey } from "../../../../src/kms/key/compiled-key.ts";
import { keyFacts } from "../../../../src/kms/request/key-facts.ts";
import { ABSENT, type Fact, known, UNKNOWN } from "../../../../src/policy/fact.ts";

const account = "111122223333";
const compiler = createCompiler();
const organization = compileOrganization(
  { id: "o-exampleorgid", path: "o-exampleorgid/r-ab12/" },
  account,
  compiler,
);
const present: Fact = { kind: "unknown", present: true };
const undocumented = (code: string, reason: RegExp) => ({
  kind: "undocumented",
  code,
  reason: expect.stringMatching(reason),
});

const alias = (name: string): KeyAlias => ({ AliasName: `alias/${name}` }) as KeyAlias;
const manyAliases = (count: number) => Array.from({ length: count }, (_, n) => alias(`a${n}`));

function factOf(
  contextKey: string,
  key: Partial<Omit<SnapshotKey, "metadata">> = {},
  metadata: Partial<KeyMetadata> = {},
  effect: "Allow" | "Deny" = "Allow",
): Fact | null {
  const compiled = compileKey(
    {
      metadata: { Arn: `arn:aws:kms:us-west-2:${account}:key/1234abcd`, ...metadata },
      tags: [],
      aliases: [],
      ...key,
    },
    compiler,
  );
  return keyFacts(compiled, organization)[effect](contextKey);
}

// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
describe("what a key tells of requests on it", () => {
  it.each<readonly [contextKey: string, metadata: Partial<KeyMetadata>, fact: unknown]>([
    ["aws:resourceaccount", {}, known(account)],
    ["aws:requestedregion", {}, known("us-west-2")],
    ["aws:resourceorgid", {}, known("o-exampleorgid")],
    ["aws:resourceorgpaths", {}, known("o-exampleorgid/r-ab12/")],
    ["aws:sourceip", {}, null],
    ["kms:keyspec", { KeySpec: "RSA_2048" }, known("RSA_2048")],
    ["kms:keyspec", { CustomerMasterKeySpec: "RSA_2048" }, known("RSA_2048")],
    ["kms:keyspec", {}, present],
    ["kms:customermasterkeyspec", { KeySpec: "RSA_2048" }, known("RSA_2048")],
    ["kms:keyusage", { KeyUsage: "SIGN_VERIFY" }, known("SIGN_VERIFY")],
    ["kms:keyusage", {}, present],
    ["kms:customermasterkeyusage", { KeyUsage: "SIGN_VERIFY" }, known("SIGN_VERIFY")],
    ["kms:keyorigin", { Origin: "EXTERNAL" }, known("EXTERNAL")],
    ["kms:keyorigin", {}, present],
    ["kms:multiregion", { MultiRegion: true }, known("true")],
    ["kms:multiregion", { MultiRegion: false }, known("false")],
    ["kms:multiregion", {}, present],
    ["kms:multiregionkeytype", { MultiRegion: false }, ABSENT],
    [
      "kms:multiregionkeytype",
      { MultiRegion: true, MultiRegionConfiguration: { MultiRegionKeyType: "REPLICA" } },
      known("REPLICA"),
    ],
    ["kms:multiregionkeytype", {}, undocumented("keyMetadataUnknown", /primary or replica/)],
    ["kms:encryptionalgorithm", { KeySpec: "SYMMETRIC_DEFAULT" }, known("SYMMETRIC_DEFAULT")],
    ["kms:encryptionalgorithm", { KeySpec: "RSA_2048" }, null],
    ["kms:encryptionalgorithm", {}, present],
  ])("%s of %j: %j", (contextKey, metadata, fact) => {
    expect(factOf(contextKey, {}, metadata)).toEqual(fact);
  });

  it.each<readonly [what: string, tags: SnapshotKey["tags"], fact: unknown]>([
    ["tells a tag whatever its case", [{ TagKey: "Team", TagValue: "alpha" }], known("alpha")],
    ["has no such tag", [{ TagKey: "stage", TagValue: "prod" }], ABSENT],
    [
      "has two that differ by case",
      [
        { TagKey: "Team", TagValue: "alpha" },
        { TagKey: "team", TagValue: "beta" },
      ],
      undocumented("tagKeysDifferByCase", /`team`/),
    ],
    [
      "has tags that could not be read",
      { unreadable: "AccessDenied" },
      undocumented("keyTagsUnreadable", /the key's tags could not be read: AccessDenied/),
    ],
    [
      "has tags that nobody told",
      undefined,
      undocumented("keyTagsUnreadable", /not in the snapshot/),
    ],
  ])("%s", (_, tags, fact) => {
    expect(factOf("aws:resourcetag/team", { tags } as Partial<SnapshotKey>)).toEqual(fact);
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html#aliases-per-key
describe("a key's aliases", () => {
  const unread = undocumented("keyAliasesUnreadable", /the key's aliases could not be read: why/);
  const untold = undocumented("keyAliasesUnreadable", /not in the snapshot/);
  const ofAws = Array.from({ length: 3 }, (_, n) => alias(`aws/${n}`));
  const names = (aliases: readonly KeyAlias[]) => known(...aliases.map((one) => one.AliasName));
  const exceeded = undocumented("aliasQuotaExceeded", /more than 50 aliases/);

  it.each<
    readonly [what: string, aliases: SnapshotKey["aliases"], ofAllow: unknown, ofDeny: unknown]
  >([
    ["none", [], ABSENT, ABSENT],
    ["one", [alias("app")], known("alias/app"), known("alias/app")],
    ["fifty", manyAliases(50), names(manyAliases(50)), names(manyAliases(50))],
    ["one too many", manyAliases(51), { kind: "never" }, exceeded],
    [
      "fifty and those of AWS",
      [...manyAliases(50), ...ofAws],
      names([...manyAliases(50), ...ofAws]),
      names([...manyAliases(50), ...ofAws]),
    ],
    ["unreadable", { unreadable: "why" }, unread, unread],
    ["not told", undefined, untold, untold],
  ])("are what kms:ResourceAliases holds: %s", (_, aliases, ofAllow, ofDeny) => {
    const key = { aliases } as Partial<SnapshotKey>;
    expect(factOf("kms:resourcealiases", key, {}, "Allow")).toEqual(ofAllow);
    expect(factOf("kms:resourcealiases", key, {}, "Deny")).toEqual(ofDeny);
  });

  it("are what a request may name the key by", () => {
    expect(factOf("kms:requestalias", { aliases: [alias("a"), alias("b")] })).toEqual({
      kind: "unknown",
      oneOf: [null, "alias/a", "alias/b"],
    });
    for (const aliases of [undefined, { unreadable: "why" }]) {
      const key = { aliases } as Partial<SnapshotKey>;
      expect(factOf("kms:requestalias", key)).toEqual(UNKNOWN);
    }
  });
});
