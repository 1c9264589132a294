import fc from "fast-check";
import { expect, it } from "vitest";
import { prepareRequest } from "../../src/access/decide/decide-request.ts";
import { isRequestError, parseRequest } from "../../src/access/decide/request.ts";
import type { Decision } from "../../src/kms/decision.ts";
import { factsOf } from "../../src/kms/request/target.ts";
import type { World } from "../../src/kms/world/world.ts";
import { contextArbitrary, type RequestJson } from "../support/generators/request-arbitrary.ts";
import { worldArbitrary } from "../support/generators/world-arbitrary.ts";
import { decideIn, worldOf } from "./decide-both.ts";
import { evaluateCondition, type LookUp } from "./evaluate-condition.ts";
import { holdsFor, must } from "./holds-for.ts";
import { runs } from "./runs.ts";

type Context = Readonly<Record<string, string | readonly string[]>>;

/** Lists that follow from pairs: both are filled in together. */
const listed: readonly (readonly [list: string, prefix: string])[] = [
  ["kms:encryptioncontextkeys", "kms:encryptioncontext:"],
  ["aws:tagkeys", "aws:requesttag/"],
];

/** Keys that nothing but the request tells, so that any of their values is possible. */
const free = [
  "aws:MultiFactorAuthPresent",
  "aws:SecureTransport",
  "aws:MultiFactorAuthAge",
  "aws:CurrentTime",
  "aws:EpochTime",
  "aws:TokenIssueTime",
  "aws:ExampleDigest",
  "aws:CalledVia",
];

const pick = (context: Context, wants: (name: string) => boolean): Context =>
  Object.fromEntries(Object.entries(context).filter(([name]) => wants(name)));

/** The full context of a request: what it tells, what follows from that, and what the account tells. */
const fullContext = (world: World, request: RequestJson): LookUp => {
  const parsed = parseRequest(request);
  const prepared = isRequestError(parsed) ? parsed : prepareRequest(world, parsed);
  if (isRequestError(prepared)) throw new Error(prepared.message);
  const [target] = prepared.targets;
  if (target === undefined) throw new Error("no target");
  const facts = factsOf(target, "Allow", prepared.requester.profile);
  const told = new Map(
    Object.entries(request.context ?? {}).map(([name, value]) => [
      name.toLowerCase(),
      typeof value === "string" ? [value] : value,
    ]),
  );
  for (const [list, prefix] of listed) {
    const pairs = [...told.keys()].filter((name) => name.startsWith(prefix));
    const names = Object.keys(request.context ?? {})
      .filter((name) => pairs.includes(name.toLowerCase()))
      .map((name) => name.slice(prefix.length));
    if (names.length > 0) told.set(list, names);
  }
  return (key) => {
    if (key === "resource") return [target.resource];
    const own = told.get(key);
    if (own !== undefined) return own;
    const fact = facts(key);
    if (fact.kind === "known") return fact.values;
    return fact.kind === "absent" ? null : "unknown";
  };
};

const decided = (world: World, request: RequestJson): Decision => {
  const decision = decideIn(world, request);
  if (isRequestError(decision)) throw new Error(decision.message);
  return decision;
};

interface Partial {
  readonly world: World;
  readonly request: RequestJson;
  readonly told: Context;
  readonly decision: Decision;
}

/** The told context with the missing keys filled in as another context has them. */
const fillIn = ({ told, decision, world, request }: Partial, other: Context): Context => {
  const missing = new Set(decision.missingContextKeys.map((key) => key.toLowerCase()));
  const key = world.keys.get(String(request["key"]));
  const aliases = key?.snapshotKey.aliases;
  const names = Array.isArray(aliases) ? aliases.map((alias) => alias.AliasName) : [];
  const isWanted = (name: string): boolean => {
    const lower = name.toLowerCase();
    // A request names the key by one of the key's own aliases.
    if (lower === "kms:requestalias") return missing.has(lower) && names.includes(other[name]);
    return (
      missing.has(lower) ||
      listed.some(([list, prefix]) => missing.has(list) && lower.startsWith(prefix))
    );
  };
  return { ...pick(other, isWanted), ...told };
};

/** A decision that tells the same of access; why a denial denies may become clearer. */
const agrees = (sure: Decision["decision"], full: Decision["decision"]): boolean =>
  sure === full || (sure === "implicitDeny" && full === "explicitDeny");

const isResourceOpen = (decision: Decision): boolean =>
  JSON.stringify(decision.condition).includes('"Resource"');

const withContext = (request: RequestJson, context: Context, contextComplete: boolean) => ({
  ...request,
  context,
  contextComplete,
});

it(`a residual condition is true in a full context exactly when that is allowed, ${runs.told}`, () => {
  const seen = { conditional: 0, evaluated: 0, allowed: 0, denied: 0 };
  const check = (part: Partial, other: Context): void => {
    const { world, request, decision } = part;
    const context = fillIn(part, other);
    const full = decided(world, withContext(request, context, true));
    const step = decided(world, withContext(request, context, false));
    const details = () => ({ told: part.told, context, decision, full: full.decision });
    if (decision.decision !== "conditional") {
      must(agrees(decision.decision, full.decision), "a decision stands", details);
      const more = { ...pick(other, (name) => free.includes(name)), ...part.told };
      const fuller = decided(world, withContext(request, more, true));
      must(agrees(decision.decision, fuller.decision), "more context does not matter", details);
      return;
    }
    seen.conditional++;
    if (step.decision !== "conditional") {
      must(agrees(step.decision, full.decision), "what is decided on the way stands", details);
    }
    must(decision.condition !== null, "a conditional decision has a condition", details);
    if (decision.condition === null) return;
    const whole = fullContext(world, withContext(request, context, true));
    const value = evaluateCondition(decision.condition, whole);
    if (value === null) return;
    seen.evaluated++;
    if (value) seen.allowed++;
    else seen.denied++;
    const isDenied = full.decision === "explicitDeny" || full.decision === "implicitDeny";
    const agreed = value ? full.decision === "allowed" : isDenied;
    must(agreed, `the condition is ${value}`, details);
  };
  const generated = fc.record({
    world: worldArbitrary(8),
    others: fc.array(contextArbitrary, { minLength: 3, maxLength: 3 }),
    kept: fc.nat({ max: 3 }),
  });
  holdsFor(generated, 150, ({ world: { snapshot, requests }, others, kept }) => {
    const world = worldOf(snapshot);
    for (const request of requests) {
      const all = request.context ?? {};
      const told = pick(all, (name) => name.length % 4 < kept);
      const decision = decideIn(world, withContext(request, told, false));
      if (isRequestError(decision)) continue;
      // A condition on the resource does not tell which of several is meant.
      if (isResourceOpen(decision) && "alias" in request) continue;
      for (const other of [all, ...others]) check({ world, request, told, decision }, other);
    }
  });
  expect(seen.evaluated).toBeGreaterThan(seen.conditional / 3);
  expect(seen.allowed).toBeGreaterThan(seen.evaluated / 20);
  expect(seen.denied).toBeGreaterThan(seen.evaluated / 20);
});
