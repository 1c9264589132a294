import { describe, expect, it } from "vitest";
import { parsePolicyDocument } from "../../../src/policy/policy-document.ts";
import type { PolicyType } from "../../../src/policy/statement-elements.ts";

const refusalOf = (statement: object, type: PolicyType): string | null => {
  const parsed = parsePolicyDocument({ Statement: statement }, type);
  return "malformed" in parsed ? parsed.malformed.reason : null;
};

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
describe("a wildcard in the service segment", () => {
  it.each([
    ["arn:aws:*:us-west-2:111122223333:key/*", true],
    ["arn:aws:k?s:us-west-2:111122223333:key/*", true],
    ["arn:*:kms:*:*:*", false],
    ["*", false],
    ["arn:aws:*", false],
  ])("is refused in %s: %j", (resource, refused) => {
    const statement = { Effect: "Deny", Action: "kms:*", Resource: ["*", resource] };
    for (const type of ["identity-policy", "service-control-policy"] as const) {
      expect(refusalOf(statement, type) !== null).toBe(refused);
      expect(
        refusalOf({ Effect: "Deny", Action: "kms:*", NotResource: resource }, type) !== null,
      ).toBe(refused);
    }
  });
});

// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
describe("a resource control policy", () => {
  const deny = { Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*" };
  it.each([
    [deny, null],
    [{ ...deny, Condition: { Bool: { "aws:PrincipalIsAWSService": "false" } } }, null],
    [{ ...deny, Effect: "Allow", Action: "*" }, null],
    [
      { ...deny, Effect: "Allow" },
      "a resource control policy other than RCPFullAWSAccess only denies",
    ],
    [{ ...deny, Action: ["kms:*", "*"] }, "the Action `*` names no service"],
    [{ ...deny, Principal: { AWS: "*" } }, "the Principal is not `*`"],
    [{ ...deny, Principal: { AWS: "111122223333" } }, "the Principal is not `*`"],
    [{ ...deny, Principal: {} }, "the Principal is not `*`"],
    [
      { Effect: "Deny", NotPrincipal: "*", Action: "kms:*", Resource: "*" },
      "NotPrincipal cannot stand in a resource control policy",
    ],
    [
      { Effect: "Deny", Principal: "*", NotAction: "kms:*", Resource: "*" },
      "NotAction cannot stand in a resource control policy",
    ],
  ])("%j: %s", (statement, refusal) => {
    expect(refusalOf(statement, "resource-control-policy")).toBe(refusal);
  });

  it("has rules of its own", () => {
    expect(refusalOf({ ...deny, Action: "*" }, "key-policy")).toBeNull();
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
describe("a key policy", () => {
  const allow = (condition: object) => ({
    Effect: "Allow",
    Principal: "*",
    Action: "kms:*",
    Resource: "*",
    Condition: condition,
  });
  it.each([
    ["ForAllValues:StringEquals", "aws:PrincipalTag/kms:EncryptionContext:app", false],
    ["ForAllValues:StringEquals", "kms:EncryptionContext:app", true],
    ["ForAllValues:StringLike", "AWS:requesttag/team", true],
    ["ForAnyValue:StringEquals", "kms:EncryptionContext:app", false],
    ["StringEquals", "kms:EncryptionContext:app", false],
    ["ForAllValues:StringEquals", "kms:EncryptionContextKeys", false],
    ["ForAllValues:StringEquals", "aws:TagKeys", false],
  ])("with %s on %s is refused: %j", (operator, key, refused) => {
    const statement = allow({
      Bool: { "aws:SecureTransport": "true" },
      [operator]: { [key]: "a" },
    });
    expect(refusalOf(statement, "key-policy")).toBe(
      refused ? `KMS refuses ForAllValues with \`${key}\`` : null,
    );
    expect(refusalOf(statement, "vpc-endpoint-policy")).toBeNull();
  });
});
