import type { Limits, ReadyReverts } from "../../guardrail/config/limits.ts";
import type {
  DecisionEntry,
  IntentEntry,
  OutcomeEntry,
  RevertSubject,
  StopEntry,
} from "../decision/ledger.ts";
import { type Bucket, bucketMs, tokensLeft } from "./token-bucket.ts";

/** How much the guardrail does by itself before it asks. What a person approved is not counted. */
export interface RevertLimits {
  readonly buckets: Readonly<Record<"resource" | "actor" | "account", Bucket>>;
  /** A change that comes back so often within the window is somebody else's will. */
  readonly fight: { readonly times: number; readonly windowMs: number; readonly stopMs: number };
  /** So many failures within the window open the breaker. */
  readonly breaker: {
    readonly failures: number;
    readonly windowMs: number;
    readonly openMs: number;
  };
}

const minuteMs = 60_000;

/** The limits of `guardrail.yml` in milliseconds. */
export function revertLimits({ resource, actor, account, fight, breaker }: Limits): RevertLimits {
  const bucket = ({ atOnce, everyMinutes }: ReadyReverts): Bucket => ({
    capacity: atOnce,
    refillMs: everyMinutes * minuteMs,
  });
  return {
    buckets: { resource: bucket(resource), actor: bucket(actor), account: bucket(account) },
    fight: {
      times: fight.reverts,
      windowMs: fight.withinMinutes * minuteMs,
      stopMs: fight.stopHours * 60 * minuteMs,
    },
    breaker: {
      failures: breaker.failures,
      windowMs: breaker.withinMinutes * minuteMs,
      openMs: breaker.openMinutes * minuteMs,
    },
  };
}

/** What of the ledger limits are decided by. */
export interface LimitHistory {
  readonly intents: readonly IntentEntry[];
  readonly outcomes: readonly OutcomeEntry[];
  readonly stops: readonly StopEntry[];
  readonly decisions: readonly DecisionEntry[];
}

/** Why the guardrail asks instead of writing; `stop`: from now on, for what follows too. */
export interface Limited {
  readonly code: "fightDetected" | "breakerOpen" | "tooManyReverts";
  readonly text: string;
  readonly stop: Pick<StopEntry, "scope" | "until"> | null;
}

/** Since when the ledger has to be read. */
export function limitsSince({ buckets, fight, breaker }: RevertLimits, now: string): string {
  const longest = Math.max(
    ...Object.values(buckets).map(bucketMs),
    fight.windowMs,
    fight.stopMs,
    breaker.windowMs,
    breaker.openMs,
  );
  return later(now, -longest);
}

/** Whether enforcement has to stop before the revert of a subject; null: it may go on. */
export function limitOf(
  subject: RevertSubject,
  history: LimitHistory,
  limits: RevertLimits,
  now: string,
): Limited | null {
  return (
    standingStop(subject, history, now) ??
    newBreaker(history, limits, now) ??
    newFight(subject, history, limits, now) ??
    emptyBucket(subject, history, limits, now)
  );
}

/** A resource's stop also ends when a person decides about the resource. */
function standingStop(
  { resource }: RevertSubject,
  { stops, decisions }: LimitHistory,
  now: string,
): Limited | null {
  const standing = stops.filter(({ until }) => until > now);
  const breaker = standing.findLast(({ scope }) => scope === "account");
  if (breaker !== undefined) return { code: "breakerOpen", text: breaker.text, stop: null };
  const fight = standing.findLast(
    (stop) => stop.scope === "resource" && stop.resource === resource,
  );
  if (fight === undefined) return null;
  const isDecided = decisions.some(
    (entry) =>
      entry.resource === resource && entry.at > fight.at && entry.decision.kind !== "snooze",
  );
  return isDecided ? null : { code: "fightDetected", text: fight.text, stop: null };
}

function newBreaker(
  { intents, outcomes }: LimitHistory,
  { buckets, breaker }: RevertLimits,
  now: string,
): Limited | null {
  const failed = outcomes.filter(
    ({ status, at }) => status === "failed" && at > later(now, -breaker.windowMs),
  );
  const until = later(now, breaker.openMs);
  const open = (why: string): Limited => ({
    code: "breakerOpen",
    text: `enforcement asks first in the whole account until ${until}: ${why}`,
    stop: { scope: "account", until },
  });
  if (failed.length >= breaker.failures) {
    return open(`${failed.length} reverts failed within ${minutes(breaker.windowMs)}`);
  }
  const { account } = buckets;
  if (tokensLeft(account, enforced(intents), now) >= 1) return null;
  return open(`more than ${account.capacity} reverts at a time`);
}

function newFight(
  subject: RevertSubject,
  { intents, decisions }: LimitHistory,
  { fight }: RevertLimits,
  now: string,
): Limited | null {
  const isSame = (intent: IntentEntry): boolean =>
    intent.resource === subject.resource &&
    intent.attributes.some((attribute) => subject.attributes.includes(attribute));
  const decidedAt = decisions
    .filter(({ resource, decision }) => resource === subject.resource && decision.kind !== "snooze")
    .at(-1)?.at;
  const since = decidedAt ?? "";
  const times = intents.filter(
    (intent) =>
      intent.cause === "enforce" &&
      intent.at > later(now, -fight.windowMs) &&
      intent.at > since &&
      isSame(intent),
  ).length;
  if (times < fight.times) return null;
  const until = later(now, fight.stopMs);
  const text = `the change came back after each of ${times} reverts within ${minutes(fight.windowMs)}: somebody else wants it, so \`${subject.resource}\` is not reverted without a yes until ${until} or a decision`;
  return { code: "fightDetected", text, stop: { scope: "resource", until } };
}

function emptyBucket(
  { resource, actor }: RevertSubject,
  { intents }: LimitHistory,
  { buckets }: RevertLimits,
  now: string,
): Limited | null {
  const ofResource = intents.filter((intent) => intent.resource === resource);
  const ofActor = intents.filter((intent) => intent.actor === actor);
  const empty = [
    { what: `of \`${resource}\``, bucket: buckets.resource, uses: enforced(ofResource) },
    {
      what: `against \`${actor ?? "an unknown actor"}\``,
      bucket: buckets.actor,
      uses: enforced(ofActor),
    },
  ].find(({ bucket, uses }) => tokensLeft(bucket, uses, now) < 1);
  if (empty === undefined) return null;
  const text = `more than ${empty.bucket.capacity} reverts ${empty.what} at a time`;
  return { code: "tooManyReverts", text, stop: null };
}

function enforced(intents: readonly IntentEntry[]): readonly string[] {
  return intents.filter(({ cause }) => cause === "enforce").map(({ at }) => at);
}

function later(time: string, ms: number): string {
  return new Date(Date.parse(time) + ms).toISOString();
}

function minutes(ms: number): string {
  return `${ms / minuteMs} minutes`;
}
