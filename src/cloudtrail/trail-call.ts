import type { JsonObject } from "./json-object.ts";
import type { TrailEvent } from "./trail-event.ts";

/** A successful call, ready for the parser of its family. */
export interface TrailCall {
  readonly event: TrailEvent;
  /** The account of the caller; null for an AWS service. */
  readonly callerAccount: string | null;
  /**
   * null: the record has none, either because the call takes none or because they were over
   * 100 KB and CloudTrail left them out.
   */
  readonly request: JsonObject | null;
  readonly response: JsonObject | null;
  readonly additionalEventData: JsonObject | null;
  readonly serviceEventDetails: JsonObject | null;
  /** The ARNs of `resources[]`, in its order. */
  readonly resourceArns: readonly string[];
}
