import { describe, expect, it } from "vitest";
import type { KeyAlias } from "../../../../src/account/snapshot.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { UNTOLD_ORGANIZATION } from "../../../../src/kms/directory/account-organization.ts";
import { compileKey } from "../../../../src/kms/key/compiled-key.ts";
import {
  isAboutPrincipalOnly,
  principalFacts,
  textOfFact,
} from "../../../../src/kms/request/principal-facts.ts";
import type { PrincipalProfile } from "../../../../src/kms/request/principal-profile.ts";
import { compileContext, type RequestContext } from "../../../../src/kms/request/request-facts.ts";
import { OUTSIDE_ENDPOINTS } from "../../../../src/kms/request/request-path.ts";
import { keyTarget } from "../../../../src/kms/request/target.ts";
import { service } from "../../../../src/kms/world/other-principals.ts";
import { resourceTest } from "../../../../src/policy/condition-test.ts";
import { ABSENT, type Fact, known, UNKNOWN } from "../../../../src/policy/fact.ts";
import { conditionOn } from "../../policy/sample-test.ts";

const account = "111122223333";

function targetWith(given: RequestContext["given"] = {}, aliases: readonly KeyAlias[] = []) {
  const key = compileKey(
    { metadata: { Arn: `arn:aws:kms:us-west-2:${account}:key/1234abcd` }, tags: [], aliases },
    createCompiler(),
  );
  const request = compileContext({ given, complete: false });
  return keyTarget(key, UNTOLD_ORGANIZATION, OUTSIDE_ENDPOINTS, request);
}

/** A principal that tells these facts. */
const profileOf = (facts: Readonly<Record<string, Fact>>): PrincipalProfile => ({
  ...service("s3.amazonaws.com"),
  facts: (contextKey) => facts[contextKey] ?? null,
});

describe("textOfFact", () => {
  it("is the same for equal facts, and for no others", () => {
    const facts: readonly (Fact | null)[] = [
      null,
      known(""),
      known("a"),
      known("-"),
      known("a", "b"),
      known("b", "a"),
      { ...known("a"), open: true } as Fact,
      ABSENT,
      UNKNOWN,
      { kind: "unknown", present: true },
      { kind: "unknown", prefix: "a" },
      { kind: "undocumented", code: "a", reason: "b" },
    ];
    expect(new Set(facts.map(textOfFact)).size).toBe(facts.length);
    expect(textOfFact(known("a"))).toBe(textOfFact(known("a")));
  });
});

describe("isAboutPrincipalOnly", () => {
  it.each([
    [conditionOn("ArnLike", "aws:PrincipalArn", "*"), true],
    [conditionOn("StringEquals", "aws:PrincipalTag/team", "a"), true],
    [conditionOn("StringEquals", "aws:PrincipalTag/team", "${aws:username}"), false],
    [conditionOn("StringEquals", "aws:PrincipalAccount", "a"), false],
    [conditionOn("StringEquals", "aws:username", "a"), false],
    [conditionOn("StringEquals", "kms:KeySpec", "a"), false],
    [{ ...resourceTest("a", "b"), templates: null, lookup: "aws:principalarn" }, false],
  ])("%j: %j", (test, expected) => {
    expect(isAboutPrincipalOnly(test)).toBe(expected);
  });
});

describe("tests of nothing but the principal", () => {
  const test = conditionOn("StringEquals", "aws:PrincipalTag/team", "alpha");
  const decide = (profile: PrincipalProfile, given: RequestContext["given"] = {}) => {
    const facts = principalFacts(targetWith(given), profile);
    return facts.decide(test, facts.of("Allow")).kind;
  };

  it("are decided once for a principal", () => {
    const profile = profileOf({ "aws:principaltag/team": known("alpha") });
    expect(decide(profile)).toBe("true");
    expect([...profile.decidedTests.keys()]).toEqual([test]);
    // What was decided stands, so that nothing is asked again.
    expect(decide({ ...profile, facts: () => ABSENT })).toBe("true");
  });

  it.each<readonly [what: string, fact: Fact, kept: number]>([
    ["is known", known("alpha"), 1],
    ["is absent", ABSENT, 1],
    ["is there", { kind: "unknown", present: true }, 1],
    ["could not be read", { kind: "undocumented", code: "a", reason: "b" }, 1],
    ["may be told by a request", UNKNOWN, 0],
  ])("are kept where the tag %s: %j", (_, fact, kept) => {
    const profile = profileOf({ "aws:principaltag/team": fact });
    decide(profile);
    expect(profile.decidedTests.size).toBe(kept);
  });

  it("are kept for nobody who tells nothing", () => {
    const profile = profileOf({});
    expect(decide(profile)).toBe("test");
    expect(profile.decidedTests.size).toBe(0);
  });

  it("are decided by what a request tells", () => {
    const profile = profileOf({ "aws:principaltag/team": known("alpha") });
    expect(decide(profile, { "aws:PrincipalTag/team": "beta" })).toBe("false");
    expect(profile.decidedTests.size).toBe(0);
    expect(decide(profile)).toBe("true");
  });
});

describe("classOf", () => {
  const classOf = (facts: Readonly<Record<string, Fact>>, ...contextKeys: readonly string[]) =>
    principalFacts(targetWith(), profileOf(facts)).classOf(contextKeys);

  it("tells apart who differs in one of the keys", () => {
    const one = { a: known("1"), b: known("2") };
    expect(classOf(one, "a", "b")).toBe(classOf({ ...one, c: known("3") }, "a", "b"));
    expect(classOf(one, "a", "b")).not.toBe(classOf({ ...one, b: known("3") }, "a", "b"));
    expect(classOf({ a: known("1") }, "a", "b")).not.toBe(classOf({ b: known("1") }, "a", "b"));
    expect(classOf(one, "a")).toBe("=1");
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html#aliases-per-key
describe("the facts of an effect", () => {
  it("are its own past the alias quota", () => {
    const aliases = Array.from(
      { length: 51 },
      (_, n) => ({ AliasName: `alias/a${n}` }) as KeyAlias,
    );
    const facts = principalFacts(targetWith({}, aliases), profileOf({}));
    for (const time of ["first", "again"]) {
      expect([time, facts.of("Allow")("kms:resourcealiases").kind]).toEqual([time, "never"]);
      expect([time, facts.of("Deny")("kms:resourcealiases").kind]).toEqual([time, "undocumented"]);
    }
  });
});
