import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { isRequestError } from "../../src/access/decide/request.ts";
import type { Condition, Decision } from "../../src/kms/decision.ts";
import { endpoints, foreignKeyArn, own, partner } from "../support/generators/pools.ts";
import type { RequestJson } from "../support/generators/request-arbitrary.ts";
import type { SnapshotJson } from "../support/generators/snapshot-arbitrary.ts";
import { worldArbitrary } from "../support/generators/world-arbitrary.ts";
import { decideIn, worldOf } from "./decide-both.ts";
import { runs } from "./runs.ts";

type Json = Readonly<Record<string, unknown>>;
const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value : []);

const metadataFields = ["KeyState", "KeySpec", "KeyUsage", "KeyManager", "MultiRegion"];

/** KMS refuses such key policies, which then count as unreadable. */
const isRefused = (policy: unknown): boolean =>
  /"ForAllValues:\w+":\{"(kms:encryptioncontext:|aws:requesttag)/i.test(
    typeof policy === "string" ? decodeURIComponent(policy) : JSON.stringify(policy),
  );

const isReadableKey = ({ metadata, policy }: Json): boolean =>
  !isRefused(policy) && metadataFields.every((field) => (metadata as Json)[field] !== undefined);

/** Whether the inventory tells of every group that its users are in. */
const hasItsGroups = (details: unknown): boolean => {
  const { UserDetailList, GroupDetailList } = details as Json;
  const groups = new Set(listOf(GroupDetailList).map(({ GroupName }) => GroupName));
  return listOf(UserDetailList).every(({ GroupList }) =>
    (Array.isArray(GroupList) ? GroupList : []).every((name) => groups.has(name)),
  );
};

/** Whether everything could be read that the snapshot may tell. */
const isReadable = (snapshot: SnapshotJson): boolean =>
  !JSON.stringify(snapshot).includes('"unreadable"') &&
  listOf(snapshot["otherAccounts"]).length === 1 &&
  [snapshot, ...listOf(snapshot["otherAccounts"])].every(
    ({ authorizationDetails }) =>
      authorizationDetails !== undefined && hasItsGroups(authorizationDetails),
  ) &&
  listOf(snapshot["vpcEndpoints"]).every(
    ({ PolicyDocument, VpcId }) => PolicyDocument !== undefined && VpcId !== undefined,
  ) &&
  listOf(snapshot["keys"]).every(isReadableKey);

/** Whether the caller, the key and the endpoint are those that the snapshot tells of. */
const isOfSnapshot = ({ principal, key, via }: RequestJson): boolean =>
  [own, partner].includes(principal.split(":")[4] ?? "") &&
  key !== foreignKeyArn &&
  [undefined, ...endpoints].some((endpoint) => endpoint === via);

/** The codes that docs/evaluation.md calls undocumented. */
const undocumented = new Set(
  [...readFileSync("docs/evaluation.md", "utf8").matchAll(/^\| `(\w+)` \| undocumented \|/gm)].map(
    ([, code]) => code,
  ),
);

/** The context keys and codes of what is left of a condition. */
const leavesOf = (condition: Condition): readonly string[] => {
  if ("unknown" in condition) return [condition.unknown.split(":", 1)[0] ?? ""];
  if ("not" in condition) return leavesOf(condition.not);
  if ("and" in condition) return condition.and.flatMap(leavesOf);
  return "or" in condition ? condition.or.flatMap(leavesOf) : [condition.key];
};

/** What is open in a decision though all is told. */
const leftOpen = ({ condition }: Decision): readonly string[] =>
  condition === null ? [] : leavesOf(condition).filter((leaf) => !undocumented.has(leaf));

// docs/evaluation.md, Codes
it(`only what AWS does not document is conditional once all is told, ${runs.told}`, () => {
  const seen = { decided: 0, conditional: 0 };
  const told = fc.property(worldArbitrary(24), ({ snapshot, requests }) => {
    if (!isReadable(snapshot)) return;
    const world = worldOf(snapshot);
    for (const request of requests) {
      const decision = decideIn(world, request);
      if (isRequestError(decision) || !isOfSnapshot(request)) continue;
      seen.decided++;
      if (decision.decision === "conditional") seen.conditional++;
      expect(leftOpen(decision), JSON.stringify({ request, decision })).toEqual([]);
    }
  });
  fc.assert(told, runs.unshrunk(200));
  expect(seen.decided).toBeGreaterThan(500);
  expect(seen.conditional).toBeGreaterThan(0);
});
