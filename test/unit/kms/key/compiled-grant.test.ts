import { describe, expect, it } from "vitest";
import type { Grant } from "../../../../src/account/snapshot.ts";
import { compileGrant, GRANTABLE } from "../../../../src/kms/key/compiled-grant.ts";
import { kmsActionIndex } from "../../../../src/kms/kms-vocabulary.ts";
import { evaluateTest } from "../../../../src/policy/evaluate-test.ts";
import { reduceFormula } from "../../../../src/policy/formula.ts";
import { anyPiece, formulaOf } from "../../../../src/policy/verdict.ts";
import { factsFrom } from "../../policy/sample-test.ts";
import { namesOf } from "../named-actions.ts";

const role = "arn:aws:iam::111122223333:role/app";
const compile = (grant: Partial<Grant>) =>
  compileGrant({ GrantId: "grant-1", GranteePrincipal: role, ...grant });

/** What is decided of an action in a context. */
function decide(
  grant: Partial<Grant>,
  action: string,
  context: Readonly<Record<string, string | readonly string[]>>,
): string {
  const formula = formulaOf(anyPiece(compile(grant).pieces), kmsActionIndex(`kms:${action}`) ?? -1);
  return reduceFormula(formula, (test) => evaluateTest(test, factsFrom(context))).kind;
}

/** The context that an encryption context gives. */
const pairs = (context: Readonly<Record<string, string>>) => ({
  ...Object.fromEntries(
    Object.entries(context).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]),
  ),
  "kms:EncryptionContextKeys": Object.keys(context),
});

describe("the principals of a grant", () => {
  it.each([
    [{ GranteePrincipal: role }, { arns: new Set([role]) }],
    [{ GranteePrincipal: `${role}.v2` }, { arns: new Set([`${role}.v2`]), services: new Set() }],
    [
      { GranteePrincipal: "arn:aws:iam::111122223333:root" },
      { accounts: new Set(["111122223333"]) },
    ],
    [
      { GranteePrincipal: "ebs.us-west-2.amazonaws.com" },
      { services: new Set(["ebs.us-west-2.amazonaws.com"]) },
    ],
    [
      { GranteePrincipal: undefined, GranteeServicePrincipal: "s3.amazonaws.com" },
      { services: new Set(["s3.amazonaws.com"]) },
    ],
  ])("%j", (grant, grantee) => {
    expect(compile(grant as Partial<Grant>).grantee).toMatchObject(grantee);
  });

  it.each([
    "AWS Internal",
    "arn:aws:iam::111122223333:group/admins",
    "arn:aws:iam::111122223333:role/*",
  ])("knows that %s is none", (GranteePrincipal) => {
    expect(compile({ GranteePrincipal }).grantee).toBeNull();
  });

  it("may be left out", () => {
    expect(compileGrant({ GrantId: "grant-1" })).toMatchObject({
      grantee: null,
      anybody: {
        kind: "unknown",
        reason: "the key's grants could not be read: the grant `grant-1` tells no grantee",
        // What a grant might give, not what it might deny.
        text: expect.stringMatching(/:Allow$/),
      },
      retiring: null,
    });
    expect(compile({}).anybody).toBeNull();
    const service = { GrantId: "grant-1", GranteeServicePrincipal: "s3.amazonaws.com" };
    expect(compileGrant(service).anybody).toBeNull();
    expect(compile({ RetiringPrincipal: role }).retiring).toMatchObject({ arns: new Set([role]) });
    expect(compile({ RetiringServicePrincipal: "s3.amazonaws.com" }).retiring).toMatchObject({
      services: new Set(["s3.amazonaws.com"]),
    });
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
describe("the operations of a grant", () => {
  it("are those that a grant may give", () => {
    expect(
      namesOf(compile({ Operations: ["Decrypt", "RetireGrant", "PutKeyPolicy"] }).operations),
    ).toEqual(["Decrypt", "RetireGrant"]);
    expect(namesOf(compile({ Operations: [] }).operations)).toEqual([]);
    expect(namesOf(GRANTABLE)).toEqual(
      expect.arrayContaining(["CreateGrant", "Decrypt", "DescribeKey", "Sign"]),
    );
    expect(namesOf(GRANTABLE)).not.toContain("RevokeGrant");
  });

  it("may be any where the grant does not tell them", () => {
    expect(compile({}).operations).toEqual(GRANTABLE);
    expect([decide({}, "Decrypt", {}), decide({}, "RetireGrant", {})]).toEqual([
      "unknown",
      "unknown",
    ]);
    expect(decide({}, "RevokeGrant", {})).toBe("false");
  });

  it("are free where nothing constrains them", () => {
    expect(compile({ Operations: ["Decrypt"] }).pieces).toHaveLength(1);
    const grant = { Operations: ["CreateGrant", "Decrypt"] };
    expect(decide(grant, "CreateGrant", { "kms:GrantOperations": ["Decrypt"] })).toBe("true");
    expect(decide(grant, "CreateGrant", { "kms:GrantOperations": ["Encrypt"] })).toBe("false");
    expect(decide({ Operations: ["Decrypt"] }, "Decrypt", {})).toBe("true");
    expect(decide({ Operations: ["Decrypt"] }, "Encrypt", {})).toBe("false");
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html#grant-constraints
describe("EncryptionContextEquals", () => {
  const grant = {
    Operations: ["Decrypt", "DescribeKey", "RetireGrant"],
    Constraints: { EncryptionContextEquals: { App: "payroll", Stage: "prod" } },
  };
  it.each([
    [{ App: "payroll", Stage: "prod" }, "true"],
    [{ Stage: "prod", App: "payroll" }, "true"],
    [{ App: "payroll" }, "false"],
    [{ App: "payroll", Stage: "prod", More: "x" }, "false"],
    [{ App: "Payroll", Stage: "prod" }, "false"],
    [{ app: "payroll", Stage: "prod" }, "false"],
    [{}, "false"],
  ])("with the encryption context %j: %s", (context, expected) => {
    expect(decide(grant, "Decrypt", pairs(context))).toBe(expected);
  });

  it("is literal text: nothing in it stands for a context key", () => {
    const literal = {
      ...grant,
      Constraints: { EncryptionContextEquals: { App: "${kms:KeySpec}" } },
    };
    const told = { "kms:KeySpec": "RSA_2048" };
    expect(decide(literal, "Decrypt", { ...pairs({ App: "${kms:KeySpec}" }), ...told })).toBe(
      "true",
    );
    expect(decide(literal, "Decrypt", { ...pairs({ App: "RSA_2048" }), ...told })).toBe("false");
  });

  it("is ignored for DescribeKey and RetireGrant", () => {
    expect(decide(grant, "DescribeKey", {})).toBe("true");
    expect(decide(grant, "RetireGrant", {})).toBe("true");
  });

  it("may be empty: no encryption context at all", () => {
    const empty = { ...grant, Constraints: { EncryptionContextEquals: {} } };
    expect(decide(empty, "Decrypt", {})).toBe("true");
    expect(decide(empty, "Decrypt", pairs({ App: "x" }))).toBe("false");
  });
});

describe("EncryptionContextSubset", () => {
  const grant = {
    Operations: ["Decrypt"],
    Constraints: { EncryptionContextSubset: { App: "payroll", Stage: "prod" } },
  };
  it.each([
    [{ App: "payroll", Stage: "prod" }, "true"],
    [{ App: "payroll", Stage: "prod", More: "x" }, "true"],
    [{ App: "payroll" }, "false"],
    [{ app: "payroll", Stage: "prod" }, "false"],
    [{ App: "payroll", Stage: "Prod" }, "false"],
    [{}, "false"],
  ])("with the encryption context %j: %s", (context, expected) => {
    expect(decide(grant, "Decrypt", pairs(context))).toBe(expected);
  });
});

describe("CreateGrant by a grantee", () => {
  const parent = { Operations: ["CreateGrant", "Decrypt", "Encrypt"] };
  const subset = { EncryptionContextSubset: { App: "payroll" } };
  const equal = { EncryptionContextEquals: { App: "payroll" } };
  const payroll = pairs({ App: "payroll" });

  it.each([
    [["Decrypt"], "true"],
    [["Decrypt", "Encrypt"], "true"],
    [["CreateGrant"], "true"],
    [["Sign"], "false"],
    [["Decrypt", "Sign"], "false"],
  ])("of %j: %s", (operations, expected) => {
    expect(decide(parent, "CreateGrant", { "kms:GrantOperations": operations })).toBe(expected);
  });

  it.each([
    [subset, "EncryptionContextSubset", "true"],
    [subset, "EncryptionContextEquals", "true"],
    [equal, "EncryptionContextEquals", "true"],
    [equal, "EncryptionContextSubset", "false"],
  ])("under %j with %s: %s", (Constraints, type, expected) => {
    const context = {
      ...payroll,
      "kms:GrantOperations": ["Decrypt"],
      "kms:GrantConstraintType": type,
    };
    expect(decide({ ...parent, Constraints }, "CreateGrant", context)).toBe(expected);
  });

  it("needs a constraint where the grant has one", () => {
    const context = { ...payroll, "kms:GrantOperations": ["Decrypt"] };
    for (const Constraints of [subset, equal]) {
      expect(decide({ ...parent, Constraints }, "CreateGrant", context)).toBe("false");
    }
    const other = {
      ...context,
      ...pairs({ App: "other" }),
      "kms:GrantConstraintType": "EncryptionContextEquals",
    };
    expect(decide({ ...parent, Constraints: subset }, "CreateGrant", other)).toBe("false");
  });

  it("keeps the source ARN", () => {
    const SourceArn = "arn:aws:s3:::amzn-s3-demo-bucket";
    const grant = { ...parent, Constraints: { SourceArn } };
    const child = (source: string) =>
      decide(grant, "CreateGrant", {
        "kms:GrantOperations": ["Decrypt"],
        "kms:GrantConstraintSourceArn": source,
      });
    expect(child(SourceArn)).toBe("true");
    expect(child("arn:aws:s3:::other")).toBe("false");
    expect(compile(grant).sourceArn).toBe(SourceArn);
    expect(compile(parent).sourceArn).toBeNull();
  });
});
