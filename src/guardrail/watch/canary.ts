import type { Finding } from "../finding/finding.ts";
import { findingId } from "../finding/finding-id.ts";
import { summarize } from "../finding/summary.ts";

/** A tag that was set on the canary key to see whether its event comes back. */
export interface CanaryFlip {
  /** The tag's value, which no other flip has. */
  readonly value: string;
  /** KMS's id of the call, which CloudTrail records as `requestID`; null: KMS gave none. */
  readonly requestId: string | null;
  readonly flippedAt: string;
}

/** What the canary remembers between its runs. */
export interface CanaryRecord {
  /** The flip whose event is awaited; null: none is. */
  readonly awaited: CanaryFlip | null;
  /** The last flip; null: there was none. */
  readonly lastFlipAt: string | null;
  /** The last flip whose event came back; null: none ever did. */
  readonly arrived: { readonly flippedAt: string; readonly seconds: number } | null;
  /** The flip since which none came back; null: the last that was awaited did. */
  readonly missedSince: string | null;
}

/** What a look for the awaited flip came to. */
export interface CanaryLook {
  readonly outcome: "arrived" | "missed" | "waiting" | "idle";
  readonly record: CanaryRecord;
  /** What is to be told; null: nothing, or it was told already. */
  readonly finding: Finding | null;
  /** From the flip to the look that found its event, so at most what the event took; null: not found. */
  readonly seconds: number | null;
  /** Another flip is due. */
  readonly isDue: boolean;
}

/** The name of the canary's record among those that the guardrail keeps. */
export const canaryRecordName = "CANARY";
/** The tag of the canary key that is set anew. */
export const canaryTag = "kms-guardrail-canary";
/** The time that an event has, and the time between two flips. */
export const canaryMinutes = 15;
const waitMs = canaryMinutes * 60 * 1000;

export const newCanary: CanaryRecord = {
  awaited: null,
  lastFlipAt: null,
  arrived: null,
  missedSince: null,
};

/** The event of a flip, by KMS's id of the call or by the tag's value. */
export function isEventOf({ value, requestId }: CanaryFlip, record: unknown): boolean {
  const event = asObject(asObject(record)["detail"] ?? record);
  if (event["eventName"] !== "TagResource") return false;
  if (requestId !== null && event["requestID"] === requestId) return true;
  const { tags } = asObject(event["requestParameters"]);
  return Array.isArray(tags) && tags.some((tag) => asObject(tag)["tagValue"] === value);
}

/**
 * Judges whether the awaited flip came back among the recorded events. A flip that does not come back
 * in its time is told once; those after it only count, until one comes back.
 */
export function lookForFlip(
  record: CanaryRecord,
  events: readonly unknown[],
  keyArn: string,
  now: Date,
): CanaryLook {
  const { awaited, lastFlipAt } = record;
  const isDue = lastFlipAt === null || now.getTime() - Date.parse(lastFlipAt) >= waitMs;
  const look = { record, finding: null, seconds: null, isDue };
  if (awaited === null) return { ...look, outcome: "idle" };
  const { flippedAt } = awaited;
  const ms = now.getTime() - Date.parse(flippedAt);
  if (events.some((event) => isEventOf(awaited, event))) {
    const seconds = ms / 1000;
    const arrived = { flippedAt, seconds };
    const after = { ...record, awaited: null, arrived, missedSince: null };
    return { ...look, outcome: "arrived", record: after, seconds };
  }
  if (ms < waitMs) return { ...look, outcome: "waiting" };
  const missedSince = record.missedSince ?? flippedAt;
  return {
    ...look,
    outcome: "missed",
    record: { ...record, awaited: null, missedSince },
    finding: record.missedSince === null ? missedFinding(awaited, keyArn, now.toISOString()) : null,
  };
}

/** The record after a flip. */
export function afterFlip(record: CanaryRecord, flip: CanaryFlip): CanaryRecord {
  return { ...record, awaited: flip, lastFlipAt: flip.flippedAt };
}

function missedFinding(flip: CanaryFlip, arn: string, now: string): Finding {
  return {
    schemaVersion: 1,
    findingId: findingId("canary", flip.value),
    kind: "blind",
    event: null,
    resource: { type: "AWS::KMS::Key", arn },
    keyState: null,
    attributeChanges: [],
    effectiveFrom: flip.flippedAt,
    effectiveBy: now,
    severity: "critical",
    title: `events of KMS do not reach the guardrail: the canary's tag of ${flip.flippedAt} did not come back in ${canaryMinutes} minutes`,
    summary: summarize([]),
    accessChanges: [],
    perimeterChanges: [],
    notes: [
      {
        code: "canaryMissed",
        text: "changes of access since then may be missed until the next sweep: run `kms-guardrail doctor`",
      },
    ],
    remediation: { mode: "alert", status: "none", refusedBecause: null, calls: [] },
  };
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
