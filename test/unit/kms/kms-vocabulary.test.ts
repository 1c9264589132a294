import { describe, expect, it } from "vitest";
import { KEY_CONTEXT, KMS_ACTIONS } from "../../../src/kms/action-table.ts";
import {
  ALIAS_ACTIONS,
  actionsNamed,
  actionsWhere,
  carriersOf,
  KEY_ACTIONS,
  KEYLESS_ACTIONS,
  KMS_VOCABULARY,
  kmsActionIndex,
  RETIRE_GRANT,
} from "../../../src/kms/kms-vocabulary.ts";
import {
  countActions,
  hasAction,
  intersectActions,
  NO_ACTIONS,
  unionActions,
} from "../../../src/policy/action-set.ts";
import { canonicalContextKey } from "../../../src/policy/context-key.ts";
import { namesOf } from "./named-actions.ts";

describe("the vocabulary", () => {
  it("names each action once, at most 64", () => {
    expect(KMS_VOCABULARY.names).toEqual(KMS_ACTIONS.map(({ name }) => `kms:${name}`));
    expect(new Set(KMS_VOCABULARY.names).size).toBe(KMS_ACTIONS.length);
    expect(countActions(KMS_VOCABULARY.all)).toBe(KMS_ACTIONS.length);
    expect(KMS_ACTIONS.length).toBeLessThanOrEqual(64);
  });

  it("finds an action whatever its case", () => {
    const index = kmsActionIndex("KMS:decrypt");
    expect(KMS_ACTIONS[index ?? -1]?.name).toBe("Decrypt");
    expect(kmsActionIndex("Decrypt")).toBeUndefined();
    expect(kmsActionIndex("kms:Decrypt*")).toBeUndefined();
    expect(kmsActionIndex("s3:GetObject")).toBeUndefined();
  });
});

describe("sets of actions", () => {
  it("part by what the actions act on", () => {
    expect(namesOf(ALIAS_ACTIONS)).toEqual(["CreateAlias", "DeleteAlias", "UpdateAlias"]);
    expect(namesOf(intersectActions(KEY_ACTIONS, ALIAS_ACTIONS))).toEqual(namesOf(ALIAS_ACTIONS));
    expect(intersectActions(KEY_ACTIONS, KEYLESS_ACTIONS)).toEqual(NO_ACTIONS);
    expect(unionActions(KEY_ACTIONS, KEYLESS_ACTIONS)).toEqual(KMS_VOCABULARY.all);
    expect(namesOf(KEYLESS_ACTIONS)).toEqual(
      expect.arrayContaining(["CreateKey", "GenerateRandom", "ListAliases", "ListKeys"]),
    );
    expect(namesOf(RETIRE_GRANT)).toEqual(["RetireGrant"]);
  });

  it("are made by names or by a predicate", () => {
    expect(namesOf(actionsNamed("Sign", "Verify", "NoSuch"))).toEqual(["Sign", "Verify"]);
    expect(actionsNamed()).toEqual(NO_ACTIONS);
    expect(namesOf(actionsWhere(({ name }) => name.startsWith("ReEncrypt")))).toEqual([
      "ReEncryptFrom",
      "ReEncryptTo",
    ]);
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
describe("carriersOf", () => {
  const carried = (contextKey: string, name: string) => {
    const carriers = carriersOf(contextKey);
    return carriers === null || hasAction(carriers, kmsActionIndex(`kms:${name}`) ?? 99);
  };

  it.each([
    "aws:principalarn",
    "aws:sourceip",
    "aws:sourcevpce",
    "aws:currenttime",
    "s3:prefix",
    "x:aws:resourcetag/team",
    "x:aws:requesttag/team",
    "x:kms:encryptioncontext:app",
    "x:kms:recipientattestation:pcr0",
    "x:kms:recipientattestation:nitrotpmpcr0",
  ])("%s is carried by every action", (contextKey) => {
    expect(carriersOf(contextKey)).toBeNull();
  });

  it.each([
    "kms:madeup",
    "kms:resourcetag/team",
    "kms:recipientattestation:pcrx",
    "kms:recipientattestation:pcr0x",
    "kms:recipientattestation:nitrotpmpcr0x",
    "kms:encryptioncontext",
  ])("%s is carried by none", (contextKey) => {
    expect(carriersOf(contextKey)).toEqual(NO_ACTIONS);
  });

  it.each([
    ["kms:viaservice", "Decrypt", true],
    ["kms:viaservice", "ListKeys", false],
    ["kms:viaservice", "DescribeKey", true],
    ["kms:encryptioncontext:app", "Decrypt", true],
    ["kms:encryptioncontext:app", "CreateGrant", true],
    ["kms:encryptioncontext:app", "DescribeKey", false],
    ["kms:encryptioncontext:app", "Sign", false],
    ["kms:encryptioncontextkeys", "GenerateDataKey", true],
    ["kms:requestalias", "Decrypt", true],
    ["kms:requestalias", "DescribeKey", true],
    ["kms:requestalias", "PutKeyPolicy", false],
    ["kms:resourcealiases", "TagResource", true],
    ["kms:resourcealiases", "CreateKey", false],
    ["aws:resourcetag/team", "Decrypt", true],
    ["aws:resourcetag/team", "ListKeys", false],
    ["aws:requesttag/team", "TagResource", true],
    ["aws:requesttag/team", "CreateKey", true],
    ["aws:requesttag/team", "Decrypt", false],
    ["aws:tagkeys", "UntagResource", true],
    ["aws:tagkeys", "Decrypt", false],
    ["kms:grantisforawsresource", "RevokeGrant", true],
    ["kms:grantoperations", "CreateGrant", true],
    ["kms:grantoperations", "RevokeGrant", false],
    ["kms:signingalgorithm", "Sign", true],
    ["kms:signingalgorithm", "Decrypt", false],
    ["kms:recipientattestation:imagesha384", "Decrypt", true],
    ["kms:recipientattestation:pcr0", "Decrypt", true],
    ["kms:recipientattestation:pcr12", "Decrypt", true],
    ["kms:recipientattestation:nitrotpmpcr12", "Decrypt", true],
    ["kms:recipientattestation:pcr12", "Encrypt", false],
    ["kms:recipientattestation:nitrotpmpcr4", "GenerateDataKey", true],
    ["kms:keyspec", "CreateKey", true],
    ["kms:customermasterkeyspec", "Decrypt", true],
    ["kms:customermasterkeyusage", "ListKeys", false],
  ])("%s by %s: %j", (contextKey, action, expected) => {
    expect(carried(contextKey, action)).toBe(expected);
  });

  it("treats the deprecated names as the present ones", () => {
    expect(carriersOf("kms:customermasterkeyspec")).toEqual(carriersOf("kms:keyspec"));
    expect(carriersOf("kms:customermasterkeyusage")).toEqual(carriersOf("kms:keyusage"));
  });

  const names = [...KEY_CONTEXT, ...KMS_ACTIONS.flatMap(({ contextKeys }) => contextKeys)];
  it.each([
    "kms:CustomerMasterKeySpec",
    "kms:CustomerMasterKeyUsage",
    ...new Set(names.filter((name) => !name.includes("${"))),
  ])("shows %s as AWS spells it", (name) => {
    expect(canonicalContextKey(name.toLowerCase())).toBe(name);
  });
});
