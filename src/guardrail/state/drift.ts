import type { Observation } from "../../account/attributes/observation.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { Home } from "./home.ts";

/**
 * What a look at the live account found that no event explains. It stands among the events, at the
 * time for which it is sure: an event that explains it and arrives later is judged before it, and
 * then there is nothing left to tell.
 */
export interface Drift {
  readonly home: Home;
  readonly eventId: string;
  readonly eventTime: string;
  /** When it was first seen. */
  readonly seenAt: string;
  readonly observation: Observation;
  /** The finding that told the resource otherwise; null: none did. */
  readonly told: string | null;
}

/** The record of a drift, as it lies among those of events; null: it is another's. */
export function readDrift(record: unknown): Drift | null {
  if (typeof record !== "object" || record === null || !("observation" in record)) return null;
  return record as Drift;
}

/** A drift as far as it is an event: something that happened by a time, nobody knows by whom. */
export function eventOfDrift({ eventId, eventTime, home }: Drift): TrailEvent {
  return {
    eventId,
    eventName: "Drift",
    eventSource: "kms-guardrail",
    eventTime,
    awsRegion: home.region,
    recipientAccountId: home.account,
    actor: { type: "no known event", arn: null, sessionIssuerArn: null, invokedBy: null },
    sourceIPAddress: null,
    vpcEndpointId: null,
    userAgent: null,
    mfa: null,
    fromConsole: false,
    requestId: null,
    sharedEventId: null,
    principalId: null,
    readLive: false,
  };
}
