import { partitionOfRegion } from "../partition-of-region.ts";
import type { Snapshot } from "../snapshot.ts";
import {
  both,
  type Check,
  describe,
  isObject,
  list,
  object,
  orUnreadable,
  runCheck,
  text,
  textThat,
} from "./check-json.ts";
import { vpcEndpoint } from "./endpoint-check.ts";
import { authorizationDetails } from "./iam-check.ts";
import { snapshotKey } from "./key-check.ts";
import { organization } from "./organization-check.ts";
import type { Problem, Remark } from "./problem.ts";
import { endpointIdOf, keyArnOf, uniqueBy } from "./unique-check.ts";

/** What reading a snapshot gives: itself, or why it cannot be used. */
export type SnapshotResult =
  | { readonly ok: true; readonly snapshot: Snapshot; readonly remarks: readonly Remark[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const mostProblems = 20;

const accountId = textThat("an account id of twelve digits", (value) => /^\d{12}$/.test(value));

const schemaVersion: Check = (value, walk) => {
  if (value !== 1) walk.problem(`expected schemaVersion 1, found ${describe(value)}`);
};

const snapshotCheck = object(
  {
    schemaVersion,
    account: accountId,
    region: text,
    keys: orUnreadable(both(list(snapshotKey), uniqueBy("the key", keyArnOf))),
  },
  {
    partition: textThat("a partition", (value) => /^aws(-[a-z]+)*$/.test(value)),
    capturedAt: textThat("a date and time", (value) => !Number.isNaN(Date.parse(value))),
    organization,
    authorizationDetails,
    otherAccounts: list(object({ account: accountId }, { authorizationDetails, organization })),
    vpcEndpoints: orUnreadable(both(list(vpcEndpoint), uniqueBy("the VPC endpoint", endpointIdOf))),
    vpcEndpointServices: orUnreadable(list(object({}, {}))),
  },
);

/**
 * Reads an account snapshot. The snapshot is the JSON that was given, not a copy, so that writing it
 * back shows what no event touched as it was read. `source` names it in messages about the whole.
 */
export function parseSnapshot(json: unknown, source: string): SnapshotResult {
  if (!isObject(json)) {
    const message = `\`${source}\` is not an account snapshot: expected a JSON object`;
    return { ok: false, problems: [{ code: "E_SNAPSHOT_INVALID", path: "", message }] };
  }
  const { problems, remarks } = runCheck(snapshotCheck, json, "E_SNAPSHOT_INVALID");
  if (problems.length > 0) return { ok: false, problems: shorten(problems, source) };
  const snapshot = json as unknown as Snapshot;
  if (snapshot.partition !== undefined) return { ok: true, snapshot, remarks };
  return withPartition(snapshot, remarks);
}

function withPartition(snapshot: Snapshot, remarks: readonly Remark[]): SnapshotResult {
  const partition = partitionOfRegion(snapshot.region);
  const remark = {
    code: "W_PARTITION_DERIVED",
    path: "partition",
    message: `not given: taken as \`${partition}\`, from the Region \`${snapshot.region}\``,
  };
  return { ok: true, snapshot: { ...snapshot, partition }, remarks: [...remarks, remark] };
}

function shorten(problems: readonly Problem[], source: string): readonly Problem[] {
  const more = problems.length - mostProblems;
  if (more <= 0) return problems;
  const message = `\`${source}\` has ${more} more ${more === 1 ? "problem" : "problems"}`;
  return [...problems.slice(0, mostProblems), { code: "E_SNAPSHOT_INVALID", path: "", message }];
}
