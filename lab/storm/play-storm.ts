import { setTimeout as sleep } from "node:timers/promises";
import type { Finding } from "../../src/guardrail/finding/finding.ts";
import type { StoredState } from "../../src/guardrail/ports.ts";
import { deployedStore } from "../deployed-store.ts";
import type { Lab } from "../start-lab.ts";
import { subscribeQueue } from "../subscribe-queue.ts";
import { judgeInPlace } from "./judge-in-place.ts";

/** What the deployed functions made of a storm of events. */
export interface StormOutcome {
  readonly stored: StoredState;
  /** Events that are not in the state, by their ids. */
  readonly unrecorded: readonly string[];
  /** Events of which something else is kept than they come to when they are judged in their order. */
  readonly misjudged: readonly string[];
  /** Findings that are kept and that nobody was told. */
  readonly untold: readonly string[];
  /** Every finding that was told of the storm's events, as often as it was. */
  readonly told: readonly Finding[];
  /** From the first event handed over to the last one recorded. */
  readonly seconds: number;
}

export interface StormOptions {
  /** So many are handed over at a time. */
  readonly atATime: number;
  /** How long to wait for the last event to be recorded, and then for the last finding to be told. */
  readonly patienceSeconds: number;
}

/** Hands records to the rules of a lab as CloudTrail does, and waits until the deployed functions are done with them. */
export async function playStorm(
  lab: Lab,
  queueName: string,
  records: readonly object[],
  { atATime, patienceSeconds }: StormOptions,
): Promise<StormOutcome> {
  const ids = new Set(records.map((record) => String((record as { eventID?: unknown }).eventID)));
  const queue = await subscribeQueue(lab, queueName);
  const told: Finding[] = [];
  const receiveAll = async (): Promise<number> => {
    const received = await queue.receive();
    told.push(...received.filter(({ event }) => ids.has(event?.eventId ?? "")));
    return received.length;
  };
  try {
    const { store, home } = await deployedStore(lab);
    const began = performance.now();
    const deadline = began + patienceSeconds * 1000;
    await publishAll(lab, records, atATime);
    let stored = await store.load();
    while (unrecordedOf(stored, ids).length > 0 && performance.now() < deadline) {
      await receiveAll();
      stored = await store.load();
    }
    const seconds = (performance.now() - began) / 1000;
    const judged = judgeInPlace(stored, home);
    const kept = stored.events.filter(({ eventId }) => ids.has(eventId));
    const expected = kept.flatMap(({ findingId }) => findingId ?? []);
    const untoldOf = () => {
      const names = new Set(told.map(({ findingId }) => findingId));
      return expected.filter((findingId) => !names.has(findingId));
    };
    const end = performance.now() + patienceSeconds * 1000;
    while (untoldOf().length > 0 && performance.now() < end) await receiveAll();
    // What is told again comes after.
    while ((await receiveAll()) > 0);
    return {
      stored,
      unrecorded: unrecordedOf(stored, ids),
      misjudged: kept
        .filter(({ eventId, findingId }) => judged.get(eventId) !== findingId)
        .map(({ eventId }) => eventId),
      untold: untoldOf(),
      told,
      seconds,
    };
  } finally {
    await queue.remove();
  }
}

function unrecordedOf({ events }: StoredState, ids: ReadonlySet<string>): readonly string[] {
  const recorded = new Set(events.map(({ eventId }) => eventId));
  return [...ids].filter((id) => !recorded.has(id));
}

async function publishAll(lab: Lab, records: readonly object[], atATime: number): Promise<void> {
  let next = 0;
  const publish = async () => {
    for (let record = records[next++]; record !== undefined; record = records[next++]) {
      const answer = await fetch(new URL("/_lab/records", lab.endpoint), {
        method: "POST",
        body: JSON.stringify(record),
      });
      if (!answer.ok) throw new Error(`publishing a record: ${await answer.text()}`);
      await sleep(0);
    }
  };
  await Promise.all(Array.from({ length: atATime }, publish));
}
