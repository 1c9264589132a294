import { applyObservation, type Observation } from "../../account/attributes/observation.ts";
import type { Snapshot } from "../../account/snapshot.ts";
import { closeFinding, isClosed } from "../finding/close-finding.ts";
import type { Finding } from "../finding/finding.ts";
import { hashText } from "../finding/finding-id.ts";
import { judgeDrift } from "../judge/judge-drift.ts";
import type { JudgeOptions } from "../judge/judge-record.ts";
import type {
  Clock,
  EventJudgement,
  MessageQueue,
  Notifier,
  StateStore,
  StateWrite,
  StoredState,
} from "../ports.ts";
import type { Drift } from "../state/drift.ts";
import type { Home } from "../state/home.ts";
import { observedAccount, placeEvents, projectEvents } from "../state/projection.ts";
import { confirmTold } from "./confirm-told.ts";
import { StateContendedError } from "./handle-event.ts";
import { type LookMessage, secondLookSeconds } from "./look.ts";
import { publishAll } from "./publish-all.ts";
import { type LiveRead, type Reconciled, reconcile } from "./reconcile.ts";

export interface ReadingPorts {
  readonly home: Home;
  readonly store: StateStore;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly looks: MessageQueue<LookMessage>;
}

/** A reading of the live account, and what was seen of it before. */
export interface Reading {
  readonly read: LiveRead;
  readonly look: Pick<LookMessage, "seen" | "seenAt" | "told">;
}

/** What is recorded and told besides what was read. */
export interface Besides {
  readonly write: StateWrite;
  readonly judgements: readonly EventJudgement[];
}

/** What became of a reading. */
export interface TakenReading {
  readonly published: readonly Finding[];
  /** What no event explains, told or not. */
  readonly drifts: number;
  /** Resources that are looked at again. */
  readonly lookedAtAgain: number;
  /** The state after it; null: there was nothing to record it for. */
  readonly state: StoredState | null;
}

const mostAttempts = 30;
/** What AWS tells may be as old as that: an event younger is trusted over it. */
const readLagMs = 60_000;

/**
 * Takes a reading into the state: what was never recorded is, what is sure to be drift is told and
 * recorded in its place among the events, and what an event on its way may explain is looked at again
 * later. Told first, recorded last: killed between the two, it is all done again and comes out alike.
 */
export async function takeReading(
  { read, look }: Reading,
  ports: ReadingPorts,
  options: JudgeOptions,
  besides: (stored: StoredState) => Besides | null = () => nothingBesides,
): Promise<TakenReading> {
  const { home, store, notifier, clock, looks } = ports;
  const published: Finding[] = [];
  const asked = new Set<string>();
  const seen = new Set(look.seen);
  // What was read does not grow younger by being judged anew.
  const now = clock.now().toISOString();
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const stored = await store.load();
    const more = besides(stored);
    if (more === null) {
      await publishAll(untoldOf([], published), notifier, published);
      return { published, drifts: 0, lookedAtAgain: 0, state: null };
    }
    const placed = placeEvents(stored.events);
    const known = projectEvents(observedAccount(stored, home), placed, stored);
    const reconciled = reconcile(known, stored, read, seen, now);
    const drifts = driftsOf(reconciled.observations, look, home, now);
    const judged = judgeInTurn(known, drifts, options);
    const judgements = [...judged, ...more.judgements];
    const untold = untoldOf(judgements, published);
    if (untold.length > 0 && (await store.isStale(stored.revision))) continue;
    await publishAll(untold, notifier, published);
    await lookAgain(reconciled, asked, { ...look, seenAt: now }, looks);
    // What is looked at again is neither as told nor otherwise yet.
    const shown = { told: reconciled.unsure.length > 0 ? null : look.told, drifts: judged, now };
    const confirmed = await confirmTold(shown, store.findingOf);
    const write = writeOf(reconciled, drifts, [...judgements, ...confirmed], more.write);
    const told = { drifts: drifts.length, lookedAtAgain: reconciled.unsure.length };
    if (isEmpty(write) || (await store.commit(stored.revision, write)) === "saved") {
      return { published, ...told, state: stored };
    }
  }
  throw new StateContendedError(
    `a reading: the state changed during each of ${mostAttempts} attempts`,
  );
}

/** What is to be told of judgements: their findings, and those told a moment ago that come to nothing now. */
function untoldOf(
  judgements: readonly EventJudgement[],
  published: readonly Finding[],
): readonly Finding[] {
  const standing = judgements.flatMap(({ finding }) => finding ?? []);
  const ids = new Set(standing.map(({ findingId }) => findingId));
  const last = new Map(published.map((finding) => [finding.findingId, finding]));
  const told = [...last.values()].filter((finding) => !isClosed(finding));
  const toldIds = new Set(told.map(({ findingId }) => findingId));
  return [
    ...standing.filter(({ findingId }) => !toldIds.has(findingId)),
    ...told
      .filter(({ findingId }) => !ids.has(findingId))
      .map((finding) => closeFinding(finding, "retracted", explainedMeanwhile)),
  ];
}

const explainedMeanwhile =
  "the recorded state changed while the reading was judged: nothing of this is left";

const nothingBesides: Besides = { write: {}, judgements: [] };

function driftsOf(
  observations: readonly Observation[],
  { seenAt, told }: Reading["look"],
  home: Home,
  now: string,
): readonly Drift[] {
  const eventTime = new Date(Date.parse(now) - readLagMs).toISOString();
  return observations.map((observation) => {
    const eventId = `drift-${hashText(JSON.stringify([seenAt ?? now, observation]))}`;
    return { home, eventId, eventTime, seenAt: seenAt ?? now, observation, told };
  });
}

/** Each drift is judged on the account that the one before it left. */
function judgeInTurn(
  known: Snapshot,
  drifts: readonly Drift[],
  options: JudgeOptions,
): readonly EventJudgement[] {
  let account = known;
  return drifts.map((drift) => {
    const finding = judgeDrift(account, drift, options);
    account = applyObservation(account, drift.observation);
    return { eventId: drift.eventId, finding };
  });
}

async function lookAgain(
  { unsure }: Reconciled,
  asked: Set<string>,
  { seenAt, told }: Reading["look"],
  looks: MessageQueue<LookMessage>,
): Promise<void> {
  for (const { resource, fingerprints } of unsure) {
    const name = JSON.stringify(resource);
    if (asked.has(name)) continue;
    await looks.send({ resource, seen: fingerprints, seenAt, told }, secondLookSeconds);
    asked.add(name);
  }
}

function writeOf(
  { first }: Reconciled,
  drifts: readonly Drift[],
  judgements: readonly EventJudgement[],
  more: StateWrite,
): StateWrite {
  const findings = new Map(judgements.map(({ eventId, finding }) => [eventId, finding]));
  const events = drifts.map((drift) => ({
    eventId: drift.eventId,
    eventTime: drift.eventTime,
    record: drift,
    findingId: findings.get(drift.eventId)?.findingId ?? null,
  }));
  const told = judgements.filter(({ finding }) => finding !== null);
  return {
    ...first,
    ...more,
    ...(events.length === 0 ? {} : { events }),
    ...(told.length === 0 ? {} : { judgements: told }),
  };
}

function isEmpty(write: StateWrite): boolean {
  return Object.keys(write).length === 0;
}
