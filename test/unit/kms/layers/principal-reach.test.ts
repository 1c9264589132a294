import { describe, expect, it } from "vitest";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import type { Layer } from "../../../../src/kms/decision.ts";
import { type PlacedStatement, placeStatements } from "../../../../src/kms/layer-policy.ts";
import { reachOf } from "../../../../src/kms/layers/principal-reach.ts";
import { makePrincipal } from "../../../../src/kms/world/make-principal.ts";
import type { PolicyType } from "../../../../src/policy/statement-elements.ts";

const account = "111122223333";
const user = `arn:aws:iam::${account}:user/alice`;
const role = `arn:aws:iam::${account}:role/app`;
const session = `arn:aws:sts::${account}:assumed-role/app/job`;

const PRINCIPALS = {
  user: makePrincipal("user", user, account, { arn: user }),
  session: makePrincipal("session", session, account, { arn: role, sessionArn: session }),
  root: makePrincipal("root", `arn:aws:iam::${account}:root`, account),
  service: makePrincipal("service", "s3.amazonaws.com", null),
};
type Name = keyof typeof PRINCIPALS;

const compiler = createCompiler();
const placed = (
  elements: object,
  layer: Layer & PolicyType = "key-policy",
  effect: "Allow" | "Deny" = "Allow",
): PlacedStatement => {
  const statement = { Effect: effect, Action: "kms:*", Resource: "*", ...elements };
  const compiled = compiler.policy({ Version: "2012-10-17", Statement: [statement] }, layer);
  const [first] = placeStatements([{ layer, policy: "p", compiled }]);
  if (first?.statement === null || first === undefined) throw new Error(JSON.stringify(compiled));
  return first;
};

/** The route, and the code of what is not known about it. */
const told = (statement: PlacedStatement, name: Name): string => {
  const reach = reachOf(statement, PRINCIPALS[name]);
  if (reach === null) return "";
  const { route, formula } = reach;
  if (formula === null) return route;
  return formula.kind === "unknown" ? `${route} if ${formula.code}` : formula.kind;
};

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
describe("how a Principal reaches", () => {
  it.each<[unknown, Name, string]>([
    [{ AWS: user }, "user", "direct"],
    [{ AWS: user }, "session", ""],
    [{ AWS: role }, "session", "role"],
    [{ AWS: session }, "session", "direct"],
    [{ AWS: [session, role, account] }, "session", "direct"],
    [{ AWS: [role, account] }, "session", "role"],
    [{ AWS: account }, "session", "account"],
    [{ AWS: account }, "root", "direct"],
    ["*", "session", "anyone"],
    [{ AWS: "*" }, "user", "anyone"],
    [{ AWS: [role, "*"] }, "session", "anyone"],
    [{ AWS: ["*", user] }, "user", "direct"],
    [{ Service: "s3.amazonaws.com" }, "service", "direct"],
    [{ Service: "s3.amazonaws.com" }, "user", ""],
    [{ Service: "sns.amazonaws.com" }, "service", ""],
    [{ AWS: account }, "service", ""],
  ])("%j, %s: %s", (Principal, name, expected) => {
    expect(told(placed({ Principal }), name)).toBe(expected);
  });

  it.each<[object, string]>([
    [{ ArnEquals: { "aws:PrincipalArn": role } }, "direct"],
    [{ ArnLike: { "AWS:principalarn": "arn:aws:iam::*:role/app" } }, "direct"],
    [{ StringEquals: { "aws:PrincipalArn": role } }, "direct"],
    [{ StringLike: { "aws:PrincipalArn": "*" } }, "direct"],
    [{ Bool: { "aws:SecureTransport": "true" }, ArnLike: { "aws:PrincipalArn": role } }, "direct"],
    [{ ArnNotEquals: { "aws:PrincipalArn": role } }, "anyone"],
    [{ StringNotLike: { "aws:PrincipalArn": role } }, "anyone"],
    [{ ArnEqualsIfExists: { "aws:PrincipalArn": role } }, "anyone"],
    [{ Null: { "aws:PrincipalArn": "false" } }, "anyone"],
    [{ ArnEquals: { "aws:SourceArn": "arn:aws:s3:::bucket" } }, "anyone"],
    [{ StringEquals: { "aws:PrincipalAccount": account } }, "anyone"],
    [
      {
        StringEquals: { "aws:PrincipalAccount": account },
        Null: { "aws:PrincipalArn": "false" },
      },
      "anyone",
    ],
  ])("everyone under %j: %s", (Condition, expected) => {
    expect(told(placed({ Principal: "*", Condition }), "session")).toBe(expected);
    expect(told(placed({ Principal: { AWS: "*" }, Condition }), "session")).toBe(expected);
  });
});

describe("what AWS does not say of service principals", () => {
  const unknown = "direct if anyonePrincipalForService";
  const everything = { Action: "*" };
  it.each<[unknown, Layer & PolicyType, "Allow" | "Deny", object, string]>([
    ["*", "key-policy", "Allow", {}, unknown],
    ["*", "key-policy", "Allow", everything, unknown],
    [{ AWS: "*" }, "key-policy", "Allow", {}, unknown],
    ["*", "key-policy", "Deny", {}, "direct"],
    [{ AWS: "*" }, "key-policy", "Deny", {}, unknown],
    ["*", "vpc-endpoint-policy", "Allow", everything, "direct"],
    ["*", "vpc-endpoint-policy", "Allow", {}, unknown],
    [{ AWS: "*" }, "vpc-endpoint-policy", "Allow", everything, unknown],
    ["*", "resource-control-policy", "Deny", {}, "direct"],
  ])("%j in a %s that says %s, %j: %s", (Principal, layer, effect, more, expected) => {
    expect(told(placed({ Principal, ...more }, layer, effect), "service")).toBe(expected);
  });

  it("are two unknowns in an Allow and in a Deny", () => {
    const text = (effect: "Allow" | "Deny") =>
      reachOf(placed({ Principal: { AWS: "*" } }, "key-policy", effect), PRINCIPALS.service)
        ?.formula?.text;
    expect(text("Allow")).toMatch(/:Allow$/);
    expect(text("Deny")).toMatch(/:Deny$/);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
describe("whom NotPrincipal reaches", () => {
  const unsupported = "anyone if notPrincipalAllow";
  it.each<[unknown, "Allow" | "Deny", Name, string]>([
    [{ AWS: user }, "Allow", "user", ""],
    [{ AWS: user }, "Allow", "session", unsupported],
    [{ AWS: user }, "Allow", "service", unsupported],
    [{ Service: "s3.amazonaws.com" }, "Allow", "service", ""],
    [{ AWS: [user, account] }, "Deny", "user", ""],
    [{ AWS: user }, "Deny", "user", "direct"],
    [{ AWS: [user, account] }, "Deny", "session", "direct"],
    [{ AWS: [session, role, account] }, "Deny", "session", ""],
    [{ Service: "s3.amazonaws.com" }, "Deny", "service", ""],
    [{ AWS: user }, "Deny", "service", "direct"],
    [{ AWS: "*" }, "Allow", "service", "direct if anyonePrincipalForService"],
    [{ AWS: "*" }, "Deny", "service", "direct if anyonePrincipalForService"],
    [{ AWS: "*", Service: "s3.amazonaws.com" }, "Deny", "service", ""],
  ])("%j in a statement that says %s, %s: %s", (NotPrincipal, effect, name, expected) => {
    expect(told(placed({ NotPrincipal }, "key-policy", effect), name)).toBe(expected);
  });
});

describe("statements without a Principal", () => {
  it("reach nobody by themselves", () => {
    expect(told(placed({}, "identity-policy"), "user")).toBe("");
  });

  it("reach whoever asks, as far as anybody knows, where they could not be read", () => {
    const place = {
      layer: "key-policy",
      policy: "default",
      compiled: { unreadable: "why" },
    } as const;
    expect(told({ place, statement: null, effect: "Allow" }, "user")).toBe("direct");
  });
});
