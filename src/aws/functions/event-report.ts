import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";
import type { HandledEvent } from "../../guardrail/handle/handle-event.ts";

/** What a function logs and answers: ids and counts, none of the account's policies. */
export interface EventReport {
  readonly outcome: HandledEvent["judged"]["outcome"];
  readonly eventId: string | null;
  readonly eventName: string | null;
  /** Why the event was passed over or refused, or the error code of a failed call. */
  readonly reason: string | null;
  /** Who made a call that failed; null: it did not fail. */
  readonly attempt: FailedAttempt | null;
  readonly findings: readonly Pick<Finding, "findingId" | "kind" | "severity">[];
  readonly accessChanges: number;
  readonly secondsToFinding: number | null;
}

/** Who tried what AWS refused. The record of `eventId` in CloudTrail tells the rest. */
export interface FailedAttempt {
  /** The ARN of the caller, or the service that called; null: the record does not tell. */
  readonly caller: string | null;
  readonly sourceIPAddress: string | null;
}

/** Sums up what became of an event. */
export function reportOf({ judged, published, secondsToFinding }: HandledEvent): EventReport {
  const event: Partial<TrailEvent> = "event" in judged ? judged.event : {};
  return {
    outcome: judged.outcome,
    eventId: event.eventId ?? ("eventId" in judged ? judged.eventId : null),
    eventName: event.eventName ?? null,
    reason: reasonOf(judged),
    attempt: judged.outcome === "failed-call" ? attemptOf(judged.event) : null,
    findings: published.map(({ findingId, kind, severity }) => ({ findingId, kind, severity })),
    accessChanges: published.at(-1)?.accessChanges.length ?? 0,
    secondsToFinding,
  };
}

function attemptOf({ actor, sourceIPAddress }: TrailEvent): FailedAttempt {
  return { caller: actor.arn ?? actor.invokedBy, sourceIPAddress };
}

function reasonOf(judged: HandledEvent["judged"]): string | null {
  switch (judged.outcome) {
    case "failed-call":
      return judged.errorCode;
    case "passed-over":
      return judged.reason;
    case "refused":
      return `${judged.code}: ${judged.message}`;
    case "finding":
    case "silent":
      return null;
  }
}
