import { readFileSync } from "node:fs";
import { isUnreadable, type Snapshot } from "../../src/account/snapshot.ts";
import { orderEvents } from "../../src/cloudtrail/order-events.ts";
import { parseRecord } from "../../src/cloudtrail/parse-record.ts";
import { readEventText } from "../../src/cloudtrail/unwrap/read-event-text.ts";
import { DEFAULT_CONFIG } from "../../src/guardrail/config/config.ts";
import { judgeRecord } from "../../src/guardrail/judge/judge-record.ts";
import type { StateStore } from "../../src/guardrail/ports.ts";
import {
  observedAccount,
  placeEvents,
  projectEvents,
} from "../../src/guardrail/state/projection.ts";
import { createCompiler } from "../../src/kms/compiler.ts";
import { readSampleAccount, readSamples } from "./samples.ts";

export const account = readSampleAccount();
export const home = { account: account.account, region: account.region };
export const options = { config: DEFAULT_CONFIG, compiler: createCompiler() };
/** When the account was recorded: what is read of it again later would be ahead of the history. */
export const recordedAt = "2020-01-01T00:00:00.000Z";

type CloudTrailRecord = Readonly<Record<string, unknown>>;

/** Records of every kind that act on the sample account, as one history in their own order. */
export const sampleHistory = orderEvents(
  readSamples()
    .flatMap(({ file }) => readEventText(readFileSync(`events/${file}`, "utf8"), file).records)
    .flatMap(({ record }) => {
      const parsed = parseRecord(record);
      if (parsed.outcome !== "change") return [];
      const { event } = parsed;
      const isHere =
        event.recipientAccountId === home.account &&
        (event.awsRegion === home.region || event.eventSource === "iam.amazonaws.com");
      return isHere ? [{ event, record: detailOf(record) }] : [];
    }),
);

/** The record in an EventBridge envelope, or the record itself. */
function detailOf(record: unknown): CloudTrailRecord {
  const { detail } = record as { readonly detail?: CloudTrailRecord };
  return detail ?? (record as CloudTrailRecord);
}

/** What a history comes to: the account after it, and the finding of each event that has one. */
export interface Outcome {
  readonly account: Snapshot;
  readonly findings: Readonly<Record<string, string>>;
}

const sorted = <T>(items: readonly T[], nameOf: (item: T) => string): readonly T[] =>
  items.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));

/** Lists in one order: that of the state is not the history's. */
export const byName = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  vpcEndpoints: isUnreadable(snapshot.vpcEndpoints)
    ? snapshot.vpcEndpoints
    : sorted(snapshot.vpcEndpoints ?? [], ({ VpcEndpointId }) => VpcEndpointId),
  keys: isUnreadable(snapshot.keys)
    ? snapshot.keys
    : sorted(snapshot.keys, ({ metadata }) => metadata.Arn),
});

/** What the history comes to when each event is judged in its turn. */
export function inOrder(history: readonly unknown[]): Outcome {
  const { capturedAt: _, ...start } = account;
  let snapshots: readonly Snapshot[] = [byName(start)];
  const findings: Record<string, string> = {};
  for (const record of history) {
    const judged = judgeRecord(snapshots, record, options);
    if (!("snapshots" in judged)) continue;
    snapshots = judged.snapshots.filter(({ region }) => region === home.region);
    if (judged.outcome === "finding") findings[judged.event.eventId] = judged.finding.findingId;
  }
  return { account: byName(snapshots[0] ?? account), findings };
}

/** What a state came to. */
export async function outcomeOf(store: StateStore): Promise<Outcome> {
  const stored = await store.load();
  const findings = Object.fromEntries(
    (await store.findings()).map(({ event, findingId }) => [event?.eventId, findingId]),
  );
  const state = projectEvents(observedAccount(stored, home), placeEvents(stored.events), stored);
  return { account: byName(state), findings };
}

/** Numbers in [0, 1), the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A history of so many events of all kinds, each a sample's with an id and a time of its own. */
export function longHistory(
  length: number,
  minutesApart: number,
  random: () => number,
): readonly CloudTrailRecord[] {
  const began = Date.parse("2026-11-20T00:00:00Z");
  const records = Array.from({ length }, (_, index) => {
    // Every kind comes, and comes again in another order.
    const place =
      index < sampleHistory.length ? index : Math.floor(random() * sampleHistory.length);
    const at = new Date(began + index * minutesApart * 60_000).toISOString();
    return {
      ...sampleHistory[place]?.record,
      eventID: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
      eventTime: at.replace(".000Z", "Z"),
    };
  });
  return records;
}

/** Records as they arrive: some later than others, some twice. */
export function delivered<T>(
  records: readonly T[],
  most: number,
  random: () => number,
): readonly T[] {
  return records
    .flatMap((record, index) => {
      const late = () => (random() < 0.2 ? index + 1 + random() * most : index);
      const arrival = { record, at: late() };
      return random() < 0.1 ? [arrival, { record, at: late() + random() * most }] : [arrival];
    })
    .sort((a, b) => a.at - b.at)
    .map(({ record }) => record);
}
