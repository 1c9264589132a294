import { describe, expect, it } from "vitest";
import { checkStorable } from "../../../../src/remediation/check/storable-policy.ts";
import { delegation, policyOf, roleArn } from "../small-account.ts";

const gone = roleArn("gone");
const isGone = (principal: string) => principal === gone || principal.startsWith("AROA");
const check = (document: unknown) => checkStorable(JSON.stringify(document), isGone);
const allow = (parts: object) => ({
  Effect: "Allow",
  Principal: { AWS: roleArn("app") },
  Action: "kms:Decrypt",
  Resource: "*",
  ...parts,
});
const without = (member: string, parts: object = {}) => {
  const { [member]: _, ...rest } = allow(parts) as Record<string, unknown>;
  return rest;
};

describe("a key policy that KMS takes", () => {
  it.each([
    ["the default one", delegation],
    ["every form of a Resource that is everything", allow({ Resource: ["*"] })],
    ["a tag of the request", allow({ Condition: { StringEquals: { "aws:RequestTag/A": "b" } } })],
    [
      "any value over the encryption context",
      allow({ Condition: { "ForAnyValue:StringEquals": { "kms:EncryptionContext:A": "b" } } }),
    ],
    ["a name in Latin-1", allow({ Sid: "Für die Prüfung" })],
  ])("%s", (_, statement) => {
    expect(check(policyOf(statement))).toEqual({ faults: [], repaired: null });
  });
});

describe("a key policy that KMS refuses, and one that says the same", () => {
  it.each([
    [
      "a statement without Resource is left out: it had no effect",
      policyOf(delegation, without("Resource")),
      "statement 1: it has no Resource",
      policyOf(delegation),
    ],
    [
      "a statement without Action is left out",
      policyOf(delegation, without("Action")),
      "statement 1: it has no Action",
      policyOf(delegation),
    ],
    [
      "a Resource that names the key becomes `*`",
      policyOf(delegation, allow({ Resource: "arn:aws:kms:us-west-2:111122223333:key/1" })),
      "statement 1: its Resource is not `*`",
      policyOf(delegation, allow({})),
    ],
    [
      "a deleted principal is left out",
      policyOf(delegation, allow({ Principal: { AWS: [gone, roleArn("app")] } })),
      `statement 1: the principal \`${gone}\` is not there any more`,
      policyOf(delegation, allow({ Principal: { AWS: [roleArn("app")] } })),
    ],
    [
      "a statement for deleted principals only is left out",
      policyOf(delegation, allow({ Principal: { AWS: "AROAEXAMPLEEXAMPLE" } })),
      "statement 1: the principal `AROAEXAMPLEEXAMPLE` is not there any more",
      policyOf(delegation),
    ],
    [
      "another type of principal stays",
      policyOf(allow({ Principal: { AWS: gone, Service: "sns.amazonaws.com" } })),
      `statement 0: the principal \`${gone}\` is not there any more`,
      policyOf(allow({ Principal: { Service: "sns.amazonaws.com" } })),
    ],
    [
      "a name outside Latin-1",
      policyOf(allow({ Sid: "キー" })),
      "it holds a character (U+30AD) outside Latin-1",
      policyOf(allow({ Sid: "??" })),
    ],
  ])("%s", (_, document, fault, repaired) => {
    expect(check(document)).toEqual({ faults: [fault], repaired: JSON.stringify(repaired) });
  });

  it("white space counts, and goes", () => {
    const text = JSON.stringify(policyOf(delegation));
    const long = `${text}${" ".repeat(32_768)}`;
    expect(checkStorable(long, isGone)).toEqual({
      faults: [`it has ${long.length} bytes, more than 32768`],
      repaired: text,
    });
    expect(checkStorable(long.slice(0, 32_768), isGone).faults).toEqual([]);
  });
});

describe("a key policy that nothing storable replaces", () => {
  it.each([
    [
      "a tag of the key",
      allow({ Condition: { StringEquals: { "aws:ResourceTag/A": "b" } } }),
      "cannot hold the condition key `aws:ResourceTag/A`",
    ],
    [
      "the key's aliases",
      allow({ Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/a" } } }),
      "cannot hold the condition key `kms:ResourceAliases`",
    ],
    [
      "all values over the encryption context",
      allow({ Condition: { "ForAllValues:StringEquals": { "kms:EncryptionContext:A": "b" } } }),
      "cannot stand with `kms:EncryptionContext:A`",
    ],
    ["NotResource", without("Resource", { NotResource: "arn:x" }), "its Resource is not `*`"],
    [
      "NotPrincipal of deleted principals only",
      without("Principal", { Effect: "Deny", NotPrincipal: { AWS: gone } }),
      "is not there any more",
    ],
    [
      "a condition value outside Latin-1",
      allow({ Condition: { StringEquals: { "aws:PrincipalTag/A": "キ" } } }),
      "outside Latin-1",
    ],
    ["more than 32,768 bytes of meaning", allow({ Sid: "x".repeat(32_768) }), "bytes, more than"],
    ["no statement that is left", without("Resource"), "it has no Resource"],
  ])("%s", (_, statement, fault) => {
    const { faults, repaired } = check(policyOf(statement));
    expect(faults.join()).toContain(fault);
    expect(repaired).toBeNull();
  });

  it("text that is no JSON", () => {
    expect(checkStorable("{", isGone)).toMatchObject({ repaired: null });
    expect(checkStorable("{", isGone).faults).toHaveLength(1);
  });
});
