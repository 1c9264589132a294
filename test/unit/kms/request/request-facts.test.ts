import { describe, expect, it } from "vitest";
import {
  compileContext,
  layeredFacts,
  NOTHING_TOLD,
  type RequestContext,
} from "../../../../src/kms/request/request-facts.ts";
import { ABSENT, type Fact, known, UNKNOWN } from "../../../../src/policy/fact.ts";

const compile = (given: RequestContext["given"], complete = false) =>
  compileContext({ given, complete });

describe("compileContext", () => {
  it.each([
    ["a", known("a")],
    [["a", "b"], known("a", "b")],
    ["", known("")],
    [[], ABSENT],
    [null, ABSENT],
  ] as const)("takes %j for what it is", (value, fact) => {
    expect(compile({ "aws:SourceVpce": value }).given.get("aws:sourcevpce")).toEqual(fact);
  });

  it("names keys without case", () => {
    expect([
      ...compile({ "KMS:ViaService": "a", "aws:PrincipalTag/Team": "b" }).given.keys(),
    ]).toEqual(["kms:viaservice", "aws:principaltag/team"]);
  });

  it("tells nothing by names that differ by case only, unless they say the same", () => {
    const pairs = { "kms:EncryptionContext:App": "a", "kms:EncryptionContext:app": "a" };
    expect(compile(pairs).given.get("kms:encryptioncontext:app")).toEqual(known("a"));
    const other = { ...pairs, "kms:EncryptionContext:APP": "b" };
    expect(compile(other).given.get("kms:encryptioncontext:app")).toMatchObject({
      kind: "undocumented",
      code: "contextKeysDifferByCase",
    });
    const again = { ...other, "kms:EncryptionContext:aPP": "b" };
    expect(compile(again).given.get("kms:encryptioncontext:app")?.kind).toBe("undocumented");
  });

  // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
  it.each([
    ["kms:CustomerMasterKeySpec", "kms:KeySpec"],
    ["kms:CustomerMasterKeyUsage", "kms:KeyUsage"],
  ])("takes %s for a former name of %s", (former, name) => {
    for (const told of [former, name]) {
      const { given } = compile({ [told]: "a" });
      expect(given.get(former.toLowerCase())).toEqual(known("a"));
      expect(given.get(name.toLowerCase())).toEqual(known("a"));
    }
    const { given } = compile({ [former]: "a", [name]: "b" });
    expect(given.get(former.toLowerCase())).toEqual(known("a"));
    expect(given.get(name.toLowerCase())).toEqual(known("b"));
    expect(compile({}).given.size).toBe(0);
  });

  it("knows no more than it is told unless the context is complete", () => {
    expect(compile({}).otherwise).toEqual(UNKNOWN);
    expect(compile({}, true).otherwise).toEqual(ABSENT);
    expect(compileContext(NOTHING_TOLD)).toEqual({ given: new Map(), otherwise: UNKNOWN });
  });

  it.each([
    ["kms:EncryptionContext:", "kms:encryptioncontextkeys"],
    ["aws:RequestTag/", "aws:tagkeys"],
  ])("derives the list of %s pairs", (prefix, list) => {
    const pairs = {
      [`${prefix}App`]: "a",
      [`${prefix.toLowerCase()}Stage`]: "b",
      [`${prefix}Gone`]: null,
    };
    expect(compile(pairs).given.get(list)).toEqual({
      kind: "known",
      values: ["App", "Stage"],
      open: true,
    });
    expect(compile(pairs, true).given.get(list)).toEqual(known("App", "Stage"));
    expect(compile({ [`${prefix}Gone`]: null }, true).given.has(list)).toBe(false);
    expect(compile({}, true).given.has(list)).toBe(false);
  });

  it("lets a given list stand", () => {
    const context = compile({
      "kms:EncryptionContext:App": "a",
      "kms:EncryptionContextKeys": ["Other"],
    });
    expect(context.given.get("kms:encryptioncontextkeys")).toEqual(known("Other"));
  });
});

describe("layeredFacts", () => {
  const source =
    (facts: Readonly<Record<string, Fact>>) =>
    (contextKey: string): Fact | null =>
      facts[contextKey] ?? null;
  const partly: Fact = { kind: "unknown", oneOf: ["alias/a", null] };
  const present: Fact = { kind: "unknown", present: true };
  const sources = [
    source({ first: known("1"), both: known("1"), partly, present }),
    source({ second: known("2"), both: known("2"), absent: ABSENT }),
  ];
  const facts = (complete: boolean) =>
    layeredFacts(compile({ given: "g", both: null, first: "g" }, complete), sources);

  it.each([
    ["given", known("g")],
    ["first", known("g")],
    ["both", ABSENT],
    ["second", known("2")],
    ["absent", ABSENT],
    ["present", present],
  ])("tells %s", (contextKey, fact) => {
    expect(facts(false)(contextKey)).toEqual(fact);
    expect(facts(true)(contextKey)).toEqual(fact);
  });

  it("takes the first source", () => {
    const own = layeredFacts(compile({}), sources);
    expect(own("both")).toEqual(known("1"));
  });

  it("calls a session that nobody names by nobody's name once all is told, and one of an unknown role by none", () => {
    const userid: Fact = { kind: "unknown", prefix: "AROAEXAMPLE:", fresh: true };
    const named: Fact = { kind: "unknown", prefix: "AROAEXAMPLE:" };
    const told = (fact: Fact, complete: boolean) =>
      layeredFacts(compile({}, complete), [source({ fact })])("fact");
    expect(told(userid, false)).toEqual(userid);
    expect(told(userid, true)).toEqual(known("AROAEXAMPLE:‹any session›"));
    expect(told(named, true)).toEqual(named);
  });

  it("knows nothing else, or that there is nothing else", () => {
    expect(facts(false)("other")).toEqual(UNKNOWN);
    expect(facts(true)("other")).toEqual(ABSENT);
    expect(facts(false)("partly")).toEqual(partly);
    expect(facts(true)("partly")).toEqual(ABSENT);
  });
});
