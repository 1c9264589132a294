import { isJsonObject, type JsonObject, member, textMember } from "../json-object.ts";
import { callOf } from "../parse-record.ts";
import { passedOverByKind } from "../passed-over-by-kind.ts";
import type { TrailEvent } from "../trail-event.ts";
import { trailEventOfRecord } from "../trail-event-of-record.ts";
import { type ControlDeed, controlCalls } from "./control-calls.ts";
import type { ControlledResource } from "./controlled-resource.ts";

/** A call that succeeded on something that guardrails are made of. */
export interface ControlCall {
  readonly outcome: "call";
  readonly event: TrailEvent;
  /** As a sentence about the resource goes on: `was disabled`. */
  readonly deed: string;
  /** None: the record does not tell what it was about. */
  readonly resources: readonly ControlledResource[];
}

export type ParsedControlCall =
  | ControlCall
  /** Another call, or one that failed. */
  | { readonly outcome: "none" }
  | { readonly outcome: "refused"; readonly message: string; readonly eventId: string | null };

/** The API version that CloudTrail adds to the names of Lambda's events. */
const apiVersion = /\d{8}(?:v\d+)?$/;

/** Reads a record of a call that changes or removes part of a guardrail. Total, like `parseRecord`. */
export function parseControlCall(json: unknown): ParsedControlCall {
  const detail = member(json, "detail");
  const record = textMember(detail, "eventName") === null ? json : detail;
  const eventSource = textMember(record, "eventSource");
  const eventName = textMember(record, "eventName");
  if (!isJsonObject(record) || eventSource === null || eventName === null) return none;
  const known = controlCalls.get(eventSource)?.get(eventName.replace(apiVersion, ""));
  const isFailed = (member(record, "errorCode") ?? "") !== "";
  if (known === undefined || isFailed || passedOverByKind(record) !== null) return none;
  return readCall(record, eventSource, eventName, known);
}

const none = { outcome: "none" } as const;

function readCall(
  record: JsonObject,
  eventSource: string,
  eventName: string,
  { deed, find }: ControlDeed,
): ParsedControlCall {
  const base = trailEventOfRecord(record, eventSource, eventName);
  if ("missing" in base) {
    const eventId = textMember(record, "eventID");
    return { outcome: "refused", message: `\`${eventName}\`: ${base.missing}`, eventId };
  }
  const resources = find(callOf(record, base.event));
  return { outcome: "call", event: base.event, deed, resources };
}
