import type { Change } from "../account/change.ts";
import type { TrailEvent } from "./trail-event.ts";

/** What a record turned out to be; every JSON value is one of the four. */
export type ParsedRecord = ChangeRecord | PassedOverRecord | FailedCallRecord | RefusedRecord;

/** A call of the guardrail's families that succeeded, and what it did. */
export interface ChangeRecord {
  readonly outcome: "change";
  readonly event: TrailEvent;
  readonly changes: readonly Change[];
}

/** A record that is none of the guardrail's business: another service, a call that only reads. */
export interface PassedOverRecord {
  readonly outcome: "passed-over";
  readonly reason: string;
  readonly eventName?: string;
  readonly eventSource?: string;
}

/** A call of the guardrail's families that failed: it changed nothing. */
export interface FailedCallRecord {
  readonly outcome: "failed-call";
  readonly event: TrailEvent;
  readonly errorCode: string;
}

/** No CloudTrail record, or one of the guardrail's families that cannot be understood. */
export interface RefusedRecord {
  readonly outcome: "refused";
  readonly code: RefusalCode;
  readonly message: string;
  readonly eventId: string | null;
  readonly eventName: string | null;
}

export type RefusalCode =
  /** The value is no CloudTrail record. */
  | "E_RECORD_NOT_CLOUDTRAIL"
  /** A record format of another major version. */
  | "E_RECORD_VERSION"
  /** What every event must tell is missing or wrong: its id, its time, its Region, its account. */
  | "E_RECORD_INCOMPLETE"
  /** What this event must tell is missing or of a wrong type. */
  | "E_RECORD_MALFORMED";
