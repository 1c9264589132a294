import { partitionOfRegion } from "../../account/partition-of-region.ts";
import { isUnreadable, type SnapshotKey } from "../../account/snapshot.ts";
import type { BlindResource } from "../judge/blind-resource.ts";
import { unreadOf } from "../judge/judge-blind.ts";
import type { JudgeOptions } from "../judge/judge-record.ts";
import { hasPage, type SweepMessage, type SweepState, withPage } from "../state/sweep-state.ts";
import { askOn, recordSwept } from "./record-sweep.ts";
import type { SweepPorts, SweptMessage } from "./sweep-ports.ts";

/**
 * Reads one page of keys. The next page is asked for before this one is read, so that as many are
 * read at a time as there are functions for them.
 */
export async function sweepPage(
  message: Extract<SweepMessage, { readonly kind: "keys" }>,
  sweep: SweepState,
  ports: SweepPorts,
  options: JudgeOptions,
): Promise<SweptMessage> {
  const { sweepId, index, marker } = message;
  if (hasPage(sweep, index)) {
    await askOn(message, ports);
    return { outcome: "swept", reading: null };
  }
  const listed = await ports.lister.listKeys(marker);
  const { keyArns, next } = isUnreadable(listed) ? { keyArns: [], next: null } : listed;
  if (next !== null) {
    await ports.sweeps.send({ kind: "keys", sweepId, index: index + 1, marker: next });
  }
  const keys = await readKeys(keyArns, ports);
  const { account, region } = ports.home;
  const list: BlindResource = {
    type: "AWS::KMS::Key",
    arn: `arn:${partitionOfRegion(region)}:kms:${region}:${account}:key/*`,
    unread: isUnreadable(listed) ? { list: listed.unreadable } : {},
  };
  const tried = [...keys.values()].filter((key) => key !== null).map(blindKey);
  const page = { index, next, keys: keyArns.length };
  return recordSwept(
    {
      ...{ message, read: { keys }, tried: [list, ...tried] },
      progress: (running, now) => withPage(running, page, now),
    },
    ports,
    options,
  );
}

/** How many keys are read at a time; a key is five calls. */
const atATime = 10;

async function readKeys(
  keyArns: readonly string[],
  { reader }: SweepPorts,
): Promise<ReadonlyMap<string, SnapshotKey | null>> {
  const keys = new Map<string, SnapshotKey | null>();
  for (let start = 0; start < keyArns.length; start += atATime) {
    const some = keyArns.slice(start, start + atATime);
    const read = await Promise.all(some.map((arn) => reader.readKey(arn)));
    for (const [index, arn] of some.entries()) keys.set(arn, read[index] ?? null);
  }
  return keys;
}

function blindKey(key: SnapshotKey): BlindResource {
  return { type: "AWS::KMS::Key", arn: key.metadata.Arn, unread: unreadOf(key) };
}
