import type { Change } from "../../account/change.ts";
import { partitionOfRegion } from "../../account/partition-of-region.ts";
import type { Snapshot, SnapshotKey, Unreadable } from "../../account/snapshot.ts";
import { isHere } from "../../account/snapshot-keys.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { AccountState, LiveReader, LoadedAccount } from "../../guardrail/ports.ts";
import type { Home } from "../../guardrail/state/home.ts";
import { beforeEvent } from "./before-event.ts";
import { keysReached } from "./keys-reached.ts";
import { unrecorded } from "./unrecorded.ts";
import { unknownsOf } from "./unrecorded-unknowns.ts";

/**
 * The state of a guardrail that keeps none: the live account is read after each event, and what the
 * event replaced is unknown. CloudTrail tells nowhere what was there before.
 */
export function makeUnrecordedState(reader: LiveReader, home: Home): AccountState {
  return {
    load: async (event, changes): Promise<LoadedAccount> => {
      const save = async () => "saved" as const;
      if (!isOfHome(event, home)) return { snapshots: [], unknowns: [], save };
      const live = await readLive(reader, home, changes);
      return {
        snapshots: [beforeEvent(live, event, changes)],
        unknowns: unknownsOf(event, changes, live),
        save,
      };
    },
  };
}

/** IAM is of the whole account: its events carry the Region that its endpoint is in. */
export function isOfHome(event: TrailEvent, { account, region }: Home): boolean {
  if (event.recipientAccountId !== account) return false;
  const isGlobal = /^(iam|organizations)\.amazonaws\.com$/.test(event.eventSource);
  return isGlobal || event.awsRegion === region;
}

async function readLive(
  reader: LiveReader,
  { account, region }: Home,
  changes: readonly Change[],
): Promise<Snapshot> {
  const nothing: Snapshot = {
    schemaVersion: 1,
    account,
    region,
    partition: partitionOfRegion(region),
    keys: [],
  };
  const [keys, vpcEndpoints, authorizationDetails] = await Promise.all([
    readKeys(reader, nothing, changes),
    reader.readEndpoints(),
    reader.readAuthorizationDetails(),
  ]);
  return { ...nothing, keys, vpcEndpoints, authorizationDetails };
}

/** The keys that the changes name; unrecorded where they may reach any. */
async function readKeys(
  reader: LiveReader,
  home: Snapshot,
  changes: readonly Change[],
): Promise<readonly SnapshotKey[] | Unreadable> {
  const arns = keysReached(changes);
  if (arns === null) return unrecorded;
  const keys = await Promise.all(
    arns.filter((arn) => isHere(home, arn)).map((arn) => reader.readKey(arn)),
  );
  return keys.filter((key) => key !== null);
}
