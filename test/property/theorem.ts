import { isRequestError } from "../../src/access/decide/request.ts";
import type { Decision } from "../../src/kms/decision.ts";
import { foreignKeyArn } from "../support/generators/pools.ts";
import type { RequestJson } from "../support/generators/request-arbitrary.ts";
import type { SnapshotJson } from "../support/generators/snapshot-arbitrary.ts";
import { type GeneratedWorld, worldArbitrary } from "../support/generators/world-arbitrary.ts";
import { decideIn, worldOf } from "./decide-both.ts";

export const numRuns = 40;
export const worlds = worldArbitrary(16);

export const decideAll = (
  snapshot: SnapshotJson,
  requests: readonly RequestJson[],
): readonly (Decision | null)[] => {
  const world = worldOf(snapshot);
  return requests.map((request) => {
    const decision = decideIn(world, request);
    return isRequestError(decision) ? null : decision;
  });
};

export const isDenied = (decision: Decision): boolean => decision.decision.endsWith("Deny");

/** How much a decision allows. */
export const rank = ({ decision }: Decision): number =>
  decision === "allowed" ? 2 : decision === "conditional" ? 1 : 0;

/** Checks something of every decision before and after a change of the account or the request. */
export const eachPair = (
  { snapshot, requests }: GeneratedWorld,
  changed: {
    readonly snapshot?: (snapshot: SnapshotJson) => SnapshotJson;
    readonly request?: (request: RequestJson) => RequestJson;
  },
  check: (before: Decision, after: Decision, request: RequestJson) => void,
): void => {
  const before = decideAll(snapshot, requests);
  const after = decideAll(
    changed.snapshot?.(snapshot) ?? snapshot,
    changed.request === undefined ? requests : requests.map(changed.request),
  );
  for (const [index, request] of requests.entries()) {
    const [one, other] = [before[index], after[index]];
    if (one && other) check(one, other, request);
  }
};

export const told = (before: Decision, after: Decision, request: RequestJson) => () => ({
  request,
  before: before.decision,
  after: after.decision,
  statements: before.determiningStatements,
});

export const isKeyless = ({ key, alias }: RequestJson): boolean =>
  key === undefined && alias === undefined;
export const isOnOwnKey = ({ key }: RequestJson): boolean =>
  key !== undefined && key !== foreignKeyArn;
export const isService = ({ principal }: RequestJson): boolean => !principal.startsWith("arn:");

export type Json = Readonly<Record<string, unknown>>;
export const sameReasons = (one: Decision, other: Decision): boolean =>
  one.decision === other.decision &&
  JSON.stringify([one.condition, one.missingContextKeys]) ===
    JSON.stringify([other.condition, other.missingContextKeys]);

export const incomplete = (request: RequestJson): RequestJson => ({
  ...request,
  contextComplete: false,
});

export const listOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]) as readonly string[];
