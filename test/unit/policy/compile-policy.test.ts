import { describe, expect, it } from "vitest";
import { actionIndexes } from "../../../src/policy/action-set.ts";
import { type CompiledStatement, compilePolicy } from "../../../src/policy/compile-policy.ts";
import { evaluateTest } from "../../../src/policy/evaluate-test.ts";
import { UNKNOWN } from "../../../src/policy/fact.ts";
import { reduceFormula } from "../../../src/policy/formula.ts";
import type { PolicyType } from "../../../src/policy/statement-elements.ts";
import { factsFrom, VOCABULARY } from "./sample-test.ts";

function compile(
  statements: readonly object[] | object,
  type: PolicyType = "identity-policy",
  Version = "2012-10-17",
): readonly CompiledStatement[] {
  const compiled = compilePolicy({ Version, Statement: statements }, type, VOCABULARY);
  if ("malformed" in compiled) throw new Error(compiled.malformed.reason);
  return compiled.statements;
}

const compileOne = (statement: object, type: PolicyType = "identity-policy"): CompiledStatement => {
  const [only] = compile({ Effect: "Allow", Action: "*", Resource: "*", ...statement }, type);
  if (only === undefined) throw new Error("no statement");
  return only;
};

/** What is left for each action where nothing but `kms:ViaService` is known to be unknown. */
const leftByAction = ({ pieces }: CompiledStatement): readonly string[] =>
  VOCABULARY.names.map((_, action) => {
    const own = pieces.filter(({ actions }) => actionIndexes(actions).includes(action));
    if (own.length > 1) throw new Error("an action in two pieces");
    return own[0]?.formula.text ?? "false";
  });

describe("compilePolicy", () => {
  it("numbers statements as they are written, over those without effect", () => {
    const key = { Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" };
    const compiled = compile(
      [{ ...key, Resource: undefined }, key, { ...key, Sid: "b", Effect: "Deny" }].map((one) =>
        JSON.parse(JSON.stringify(one)),
      ),
      "key-policy",
    );
    expect(compiled.map(({ index, sid, effect }) => ({ index, sid, effect }))).toEqual([
      { index: 1, sid: null, effect: "Allow" },
      { index: 2, sid: "b", effect: "Deny" },
    ]);
  });

  it("leaves out key-policy statements without Action", () => {
    const statement = { Effect: "Allow", Principal: "*", Resource: "*" };
    expect(compile(statement, "key-policy")).toEqual([]);
  });

  it.each([
    [{ Action: "*" }, [0, 1, 2, 3]],
    [{ Action: ["kms:Decrypt", "kms:List*"] }, [0, 3]],
    [{ Action: "s3:*" }, []],
    [{ NotAction: "kms:*crypt", Action: undefined }, [2, 3]],
    [{ NotAction: "*", Action: undefined }, []],
  ])("%j names the actions %j", (statement, indexes) => {
    const json = JSON.parse(JSON.stringify(statement));
    const [compiled] = compile({ Effect: "Allow", Resource: "*", ...json });
    expect(actionIndexes(compiled?.actions ?? { lo: -1, hi: -1 })).toEqual(indexes);
  });

  it("tells what AWS refuses, and where", () => {
    const statement = { Effect: "Allow", Action: "*", Resource: "*" };
    const malformed = (Statement: unknown, type: PolicyType) =>
      compilePolicy({ Statement }, type, VOCABULARY);
    const group = { AWS: "arn:aws:iam::111122223333:group/admins" };
    const reason = "the group `arn:aws:iam::111122223333:group/admins` cannot be a principal";
    expect(malformed({ ...statement, Principal: group }, "key-policy")).toEqual({
      malformed: { path: "Statement.Principal", reason },
    });
    expect(
      malformed(
        [
          { ...statement, Principal: "*" },
          { ...statement, NotPrincipal: group },
        ],
        "key-policy",
      ),
    ).toEqual({ malformed: { path: "Statement[1].NotPrincipal", reason } });
    expect(malformed({ ...statement, Effect: "allow" }, "identity-policy")).toMatchObject({
      malformed: { path: "Statement.Effect" },
    });
  });

  it("compiles the principal where the policy's type has one", () => {
    expect(compileOne({}).principal).toBeNull();
    expect(compileOne({ Principal: "*" }, "key-policy").principal).toMatchObject({ anyone: true });
  });

  it("has variables under Version 2012-10-17 only", () => {
    const statement = {
      Effect: "Allow",
      Action: "*",
      Resource: "arn:aws:kms:*:*:key/${aws:username}",
      Condition: { StringEquals: { "aws:userid": "${aws:username}" } },
    };
    const templates = (version: string) =>
      compile(statement, "identity-policy", version).map(({ resource, tests }) => [
        resource.templates.length,
        tests.filter((test) => test.templates !== null).length,
      ]);
    expect(templates("2012-10-17")).toEqual([[1, 1]]);
    expect(templates("2008-10-17")).toEqual([[0, 0]]);
  });
});

describe("conditions by action", () => {
  const via = 'StringEquals kms:viaservice ["s3.us-west-2.amazonaws.com"]';

  it("are true where there are none", () => {
    expect(leftByAction(compileOne({}))).toEqual(["true", "true", "true", "true"]);
    expect(compileOne({ Condition: {} }).pieces).toHaveLength(1);
  });

  it("are decided for actions that do not carry the key", () => {
    const value = "s3.us-west-2.amazonaws.com";
    const left = (operator: string) =>
      leftByAction(compileOne({ Condition: { [operator]: { "kms:ViaService": value } } }));
    expect(left("StringEquals")).toEqual([via, via, "false", "false"]);
    expect(left("StringNotEquals").slice(2)).toEqual(["true", "true"]);
    expect(left("StringEqualsIfExists").slice(2)).toEqual(["true", "true"]);
    expect(
      leftByAction(compileOne({ Condition: { Null: { "kms:ViaService": "true" } } })).slice(2),
    ).toEqual(["true", "true"]);
  });

  it("must all hold", () => {
    const compiled = compileOne({
      Condition: {
        StringEquals: { "kms:ViaService": "s3.us-west-2.amazonaws.com", "aws:username": "a" },
        StringLike: { "aws:RequestTag/team": "*" },
      },
    });
    expect(compiled.tests.map(({ key }) => key)).toEqual([
      "kms:ViaService",
      "aws:username",
      "aws:RequestTag/team",
    ]);
    expect(leftByAction(compiled)).toEqual(["false", "false", "false", "false"]);
    expect(compiled.pieces).toEqual([]);
  });

  it("have undefined variables where the action does not carry what they name", () => {
    const left = (value: string) =>
      leftByAction(compileOne({ Condition: { StringEquals: { "aws:username": ["x", value] } } }));
    expect(left("${kms:ViaService}")).toEqual([
      'StringEquals aws:username ["${kms:ViaService}","x"]$',
      'StringEquals aws:username ["${kms:ViaService}","x"]$',
      'StringEquals aws:username ["x"]$',
      'StringEquals aws:username ["x"]$',
    ]);
    expect(left("${kms:ViaService, 'y'}")[3]).toBe('StringEquals aws:username ["x","y"]$');
    expect(left("${kms:ViaService, 'y'}${aws:userid}")[3]).toBe(
      'StringEquals aws:username ["x","y${aws:userid}"]$',
    );
    expect(left("${kms:ViaService}${aws:RequestTag/a}")).toEqual(
      Array.from({ length: 4 }, () => 'StringEquals aws:username ["x"]$'),
    );
  });

  it("keep the pieces of restricted actions apart", () => {
    const compiled = compileOne({
      Action: ["kms:Decrypt", "kms:TagResource"],
      Condition: { StringNotEquals: { "kms:ViaService": "s3.us-west-2.amazonaws.com" } },
    });
    expect(leftByAction(compiled)).toEqual([
      via.replace("Equals", "NotEquals"),
      "false",
      "true",
      "false",
    ]);
  });

  it("decide once the key is known", () => {
    const { pieces } = compileOne({
      Condition: { StringEquals: { "kms:ViaService": "s3.us-west-2.amazonaws.com" } },
    });
    const decide = (told: Parameters<typeof factsFrom>[0]) =>
      pieces.map(
        ({ formula }) => reduceFormula(formula, (test) => evaluateTest(test, factsFrom(told))).kind,
      );
    expect(decide({ "kms:ViaService": "s3.us-west-2.amazonaws.com" })).toEqual(["true"]);
    expect(decide({})).toEqual(["false"]);
    expect(decide({ "kms:ViaService": UNKNOWN })).toEqual(["test"]);
  });
});

describe("allowsEverything", () => {
  it.each([
    [{}, "identity-policy", true],
    [{ Principal: "*" }, "key-policy", true],
    [{ Principal: { AWS: "*" } }, "vpc-endpoint-policy", true],
    [{ Action: ["kms:*", "*"], Resource: ["a", "*"] }, "identity-policy", true],
    [{ Effect: "Deny" }, "identity-policy", false],
    [{ Action: "kms:*" }, "identity-policy", false],
    [{ Action: undefined, NotAction: "*" }, "identity-policy", false],
    [{ Action: undefined, NotAction: "s3:*" }, "identity-policy", false],
    [{ Resource: "arn:aws:kms:*:*:*" }, "identity-policy", false],
    [{ Resource: undefined, NotResource: "*" }, "identity-policy", false],
    [{ Condition: { Bool: { "aws:SecureTransport": "true" } } }, "identity-policy", false],
    [{ Principal: { AWS: "111122223333" } }, "key-policy", false],
    [{ NotPrincipal: "*" }, "key-policy", false],
    [{ Principal: { Service: "s3.amazonaws.com" } }, "vpc-endpoint-policy", false],
  ] as const)("%j in a %s: %j", (statement, type, expected) => {
    const json = { Effect: "Allow", Action: "*", Resource: "*", ...statement };
    const [compiled] = compile(JSON.parse(JSON.stringify(json)), type);
    expect(compiled?.allowsEverything).toBe(expected);
  });
});
