import fc from "fast-check";
import { expect, it } from "vitest";
import { decideRequest } from "../../src/access/decide/decide-request.ts";
import { isRequestError, parseRequest } from "../../src/access/decide/request.ts";
import { parseSnapshot } from "../../src/account/parse/parse-snapshot.ts";
import { worldArbitrary } from "../support/generators/world-arbitrary.ts";
import { decideIn, worldOf } from "./decide-both.ts";
import { numbersFrom } from "./draw-contexts.ts";
import { runs } from "./runs.ts";

const decisions = ["allowed", "explicitDeny", "implicitDeny", "conditional"];

/** Every path to a value in a JSON value. */
function* pathsIn(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  yield path;
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) yield* pathsIn(member, [...path, name]);
}

const replaced = (value: unknown, path: readonly string[], by: unknown): unknown => {
  const [first, ...rest] = path;
  if (first === undefined || typeof value !== "object" || value === null) return by;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...value]
    : { ...value };
  const members = copy as Record<string, unknown>;
  members[first] = replaced(members[first], rest, by);
  return copy;
};

/** Any JSON, among it what is nearly right: names and words of the language in the wrong places. */
const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    null,
    "",
    "*",
    "${",
    "${aws:username",
    "${}",
    [],
    {},
    [[]],
    [null],
    { "": {} },
    { __proto__: null, constructor: "x" },
    "arn:aws:iam::111122223333:root",
    "arn:::::",
    { unreadable: 7 },
    { unreadable: "AccessDenied" },
    { StringEquals: null },
    { "ForAllValues:": {} },
    { toString: { "aws:SourceIp": "1.2.3.4/99" } },
    Number.MAX_VALUE,
    "2026-99-99T99:99:99Z",
    "%7B%22Statement",
    "%",
    "{",
    "\uE000\uE001",
    "\u0000",
  ),
);

const spoiled = fc.record({
  world: worldArbitrary(2),
  draws: fc.array(fc.tuple(fc.nat(), junk), { minLength: 1, maxLength: 3 }),
});

/** Replaces values at places drawn from a JSON value by junk. */
const spoil = (value: unknown, draws: readonly (readonly [number, unknown])[]): unknown =>
  draws.reduce<unknown>((result, [draw, by]) => {
    const paths = [...pathsIn(result)];
    return replaced(result, paths[draw % paths.length] ?? [], by);
  }, value);

it(`no JSON makes the evaluator throw, ${runs.told}`, () => {
  fc.assert(
    fc.property(spoiled, ({ world: { snapshot, requests }, draws }) => {
      const parsed = parseSnapshot(spoil(snapshot, draws), "account.json");
      if (!parsed.ok) return;
      const world = worldOf(parsed.snapshot);
      for (const request of [...requests, ...requests.map((one) => spoil(one, draws))]) {
        const asked = parseRequest(request);
        if (isRequestError(asked)) continue;
        const decision = decideRequest(world, asked);
        if (!isRequestError(decision)) expect(decisions).toContain(decision.decision);
      }
    }),
    runs.of(400),
  );
});

it("a document nested without end is unreadable, and nothing follows it", () => {
  const depth = 20_000;
  const policy = `${'{"Statement":['.repeat(depth)}${"]}".repeat(depth)}`;
  const account = identityOf([]);
  const keys = account.keys.map((key) => ({ ...key, policy }));
  const decision = decideIn(worldOf({ ...account, keys }), decrypt);
  expect(decision).toMatchObject({
    decision: "conditional",
    unknowns: [{ code: "policyUnreadable" }],
  });
});

/** Seconds that the work takes; a bound is far above what a linear method needs and far below an exponential one. */
const secondsOf = (work: () => void): number => {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
};

const hostile = `${"*a".repeat(40)}b`;
const long = "a".repeat(4000);
const identityOf = (statements: readonly unknown[]) => ({
  schemaVersion: 1,
  account: "111122223333",
  region: "us-west-2",
  partition: "aws",
  authorizationDetails: {
    UserDetailList: [
      {
        UserName: "Alice",
        Arn: "arn:aws:iam::111122223333:user/Alice",
        Tags: [{ Key: "long", Value: long }],
        UserPolicyList: [
          {
            PolicyName: "many",
            PolicyDocument: { Version: "2012-10-17", Statement: statements },
          },
        ],
      },
    ],
  },
  keys: [
    {
      metadata: {
        Arn: "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        KeyState: "Enabled",
        KeySpec: "SYMMETRIC_DEFAULT",
        KeyUsage: "ENCRYPT_DECRYPT",
        KeyManager: "CUSTOMER",
      },
      policy: {
        Statement: [
          { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "*", Resource: "*" },
        ],
      },
      tags: [],
      aliases: [],
      grants: [],
    },
  ],
});
const decrypt = {
  principal: "arn:aws:iam::111122223333:user/Alice",
  action: "kms:Decrypt",
  key: "1234abcd-12ab-34cd-56ef-1234567890ab",
};

it("hostile patterns take bounded time", () => {
  const statements = Array.from({ length: 50 }, (_, index) => ({
    Effect: "Deny",
    Action: [`kms:${hostile}`, `${hostile}:${hostile}`],
    Resource: `arn:aws:kms:${hostile}:${hostile}:${hostile}`,
    Condition: {
      StringLike: { "aws:PrincipalTag/long": `${hostile}${index}` },
      ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${hostile}:${hostile}` },
    },
  }));
  const like = {
    Effect: "Deny",
    Action: "*",
    Resource: "*",
    Condition: { StringNotLike: { "aws:PrincipalTag/long": `${hostile}c` } },
  };
  const seconds = secondsOf(() => {
    const decision = decideIn(worldOf(identityOf([...statements, like])), decrypt);
    expect(decision).toHaveProperty("decision", "explicitDeny");
  });
  expect(seconds).toBeLessThan(20);
});

it("accounts of 6,000 statements take bounded time", () => {
  const below = numbersFrom(runs.seed);
  const statements = Array.from({ length: 6000 }, (_, index) => ({
    Effect: index % 3 === 0 ? "Deny" : "Allow",
    Action: ["kms:*", "kms:Decrypt", "kms:De*"][below(3)],
    Resource: "*",
    Condition: {
      StringEquals: { [`kms:EncryptionContext:key-${below(50)}`]: `value-${below(50)}` },
      NumericLessThan: { "aws:MultiFactorAuthAge": below(10_000) },
      StringLike: { "aws:SourceIdentity": `*${below(100)}*` },
    },
  }));
  const seconds = secondsOf(() => {
    const world = worldOf(identityOf(statements));
    const open = decideIn(world, decrypt);
    expect(open).toHaveProperty("decision", "conditional");
    const told = { context: { "aws:MultiFactorAuthAge": "5" }, contextComplete: true };
    expect(decideIn(world, { ...decrypt, ...told })).toHaveProperty("decision", "implicitDeny");
  });
  expect(seconds).toBeLessThan(20);
});
