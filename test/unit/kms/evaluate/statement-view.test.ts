import { describe, expect, it } from "vitest";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { UNTOLD_ORGANIZATION } from "../../../../src/kms/directory/account-organization.ts";
import { classPrincipals } from "../../../../src/kms/evaluate/classed-principals.ts";
import { viewStatements } from "../../../../src/kms/evaluate/statement-view.ts";
import { compileKey } from "../../../../src/kms/key/compiled-key.ts";
import { NOTHING } from "../../../../src/kms/layers/prepared-policy.ts";
import { prepareTarget } from "../../../../src/kms/layers/prepared-target.ts";
import {
  NO_IDENTITY,
  type PrincipalProfile,
} from "../../../../src/kms/request/principal-profile.ts";
import { compileContext, type RequestContext } from "../../../../src/kms/request/request-facts.ts";
import { OUTSIDE_ENDPOINTS } from "../../../../src/kms/request/request-path.ts";
import { keyTarget } from "../../../../src/kms/request/target.ts";
import { makePrincipal } from "../../../../src/kms/world/make-principal.ts";
import { service } from "../../../../src/kms/world/other-principals.ts";
import { known } from "../../../../src/policy/fact.ts";

const account = "111122223333";
const arn = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const compiler = createCompiler();
const team = "aws:PrincipalTag/team";
const level = "aws:PrincipalTag/level";

/** Roles by their teams; each has a level too. */
const role = (value: string, index: number): PrincipalProfile => ({
  ...service("s3.amazonaws.com"),
  principal: makePrincipal("role", arn(`r${index}`), account, { arn: arn(`r${index}`) }),
  identity: NO_IDENTITY,
  tagText: value,
  facts: (contextKey) =>
    new Map([
      ["aws:principalarn", known(arn(`r${index}`))],
      ["aws:principaltag/team", known(value)],
      ["aws:principaltag/level", known("1")],
    ]).get(contextKey) ?? null,
});

/** How a statement under a Condition is viewed for roles of these teams. */
function view(condition: object, teams: readonly string[], given: RequestContext["given"] = {}) {
  const key = compileKey(
    {
      metadata: { Arn: `arn:aws:kms:us-west-2:${account}:key/1234abcd` },
      policy: {
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Principal: "*",
          Action: "kms:TagResource",
          Resource: "*",
          Condition: condition,
        },
      },
    },
    compiler,
  );
  const request = compileContext({ given, complete: false });
  const prepared = prepareTarget(keyTarget(key, UNTOLD_ORGANIZATION, OUTSIDE_ENDPOINTS, request));
  const profiles = teams.map(role);
  // Whose pieces were found: a profile is looked at for nothing else.
  const asked: number[] = [];
  const watched = new Proxy(profiles, {
    get: (list, place) => {
      if (typeof place === "string" && /^\d+$/.test(place)) asked.push(Number(place));
      return Reflect.get(list, place);
    },
  });
  const principals = { ...classPrincipals(profiles, compiler), profiles: watched };
  const viewed = viewStatements(prepared, principals, NOTHING, prepared.keyPolicy);
  return { ...viewed, asked };
}

/** The pieces of the only statement for each role, and for whom they were found. */
function piecesOfEach(condition: object, teams: readonly string[], given = {}) {
  const { alike, asking, asked } = view(condition, teams, given);
  expect([alike.length, asking.length]).toEqual([1, 0]);
  const pieces = teams.map((_, index) => alike[0]?.(index));
  return { numbers: pieces.map((one) => pieces.indexOf(one)), asked };
}

const ownTeam = "${aws:PrincipalTag/team}";

describe("the pieces of a statement that waits for one context key", () => {
  it.each<
    readonly [what: string, condition: object, teams: readonly string[], asked: readonly number[]]
  >([
    [
      "are found once for each value that is compared, and once for all others",
      { StringEquals: { [team]: ["a", "b"] } },
      ["x", "a", "y", "b", "a", "z", "x"],
      [0, 1, 3],
    ],
    [
      "are found for values that count as none, like the empty one",
      { StringNotEquals: { [team]: "a" } },
      ["x", "", "y", "", "a"],
      [0, 1, 4],
    ],
    [
      "are found once for each value where these are compared in other ways",
      { StringLike: { [team]: "a*" } },
      ["x", "a", "y", "ab", "a", "x"],
      [0, 1, 2, 3],
    ],
    [
      "are found by what a variable of it is compared with",
      { StringEquals: { "aws:RequestTag/team": ownTeam } },
      ["x", "a", "y", "b"],
      [0, 1],
    ],
  ])("%s", (_, condition, teams, asked) => {
    const found = piecesOfEach(condition, teams, { "aws:RequestTag/team": "a" });
    expect(found.asked).toEqual(asked);
    // Found or not, they are those that the role would have alone.
    const alone = teams.map((value) => view(condition, [value], { "aws:RequestTag/team": "a" }));
    const texts = alone.map(({ alike }) =>
      alike[0]?.(0)
        .map(({ formula }) => formula.text)
        .join(),
    );
    expect(found.numbers.map((number) => texts[number])).toEqual(texts);
  });

  it("are found for each where it waits for two", () => {
    const condition = { StringEquals: { [team]: "a", [level]: "1" } };
    expect(piecesOfEach(condition, ["x", "a", "x"]).asked).toEqual([0, 1, 2]);
  });
});

describe("a statement that asks who the principal is", () => {
  const one = { ArnEquals: { "aws:PrincipalArn": arn("r1") } };
  const answers = (condition: object, given: RequestContext["given"] = {}) =>
    view(condition, ["a", "a", "b"], given).asking.map((asking) => asking.answers);

  it("is answered once for all targets where its tests are of nothing but the principal", () => {
    expect(answers(one)).toEqual([[Int32Array.of(0, 1, 0)]]);
    expect(answers(one, { "aws:RequestTag/team": "a" })).toEqual([[Int32Array.of(0, 1, 0)]]);
    expect(answers({ ...one, StringEquals: { [team]: "a" } })).toEqual([
      [Int32Array.of(0, 1, 0), Int32Array.of(1, 1, 0)],
    ]);
  });

  it("is not where one of its tests depends on the target", () => {
    const tagged = { StringEquals: { "aws:RequestTag/team": ownTeam } };
    expect(answers({ ...one, ...tagged }, { "aws:RequestTag/team": "a" })).toEqual([null]);
  });
});

describe("a statement that waits for nothing", () => {
  it("is not viewed for principals: it is settled", () => {
    const { settled, alike, asking } = view({}, ["a"]);
    expect({ settled, alike, asking }).toEqual({ settled: null, alike: [], asking: [] });
  });
});
