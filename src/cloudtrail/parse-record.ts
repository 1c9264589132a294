import { eventFamilies } from "./event-families.ts";
import { isJsonObject, type JsonObject, member, objectMember, textMember } from "./json-object.ts";
import type {
  ParsedRecord,
  PassedOverRecord,
  RefusalCode,
  RefusedRecord,
} from "./parsed-record.ts";
import { isTrailEnvelope, passedOverByKind } from "./passed-over-by-kind.ts";
import type { CallParser } from "./reading.ts";
import type { TrailCall } from "./trail-call.ts";
import type { TrailEvent } from "./trail-event.ts";
import { trailEventOfRecord } from "./trail-event-of-record.ts";

/**
 * What a CloudTrail record did. Total: every JSON value is a change, passed over, a failed call
 * or refused with a reason; it never throws. An EventBridge envelope is opened.
 */
export function parseRecord(json: unknown): ParsedRecord {
  const detail = member(json, "detail");
  const record = textMember(detail, "eventName") === null ? json : detail;
  const reason = passedOverByKind(record);
  if (reason !== null) return passedOver(reason, record);
  if (isTrailEnvelope(record)) return envelopeWithoutCall(record);
  const eventSource = textMember(record, "eventSource");
  const eventName = textMember(record, "eventName");
  if (!isJsonObject(record) || eventSource === null || eventName === null) {
    return refused(record, "E_RECORD_NOT_CLOUDTRAIL", notCloudTrail(record));
  }
  const family = eventFamilies.get(eventSource);
  if (family === undefined) return passedOver(outside(eventSource), record);
  const parse = family.get(eventName);
  if (parse === undefined) {
    return passedOver(`\`${eventName}\` is none of the guardrail's events`, record);
  }
  return parseKnown(record, eventSource, eventName, parse);
}

/** CloudTrail told of a call, and what is left of it names none. */
function envelopeWithoutCall(envelope: unknown): ParsedRecord {
  const service = /^aws\.(.+)$/.exec(textMember(envelope, "source") ?? "")?.[1];
  const eventSource = `${service}.amazonaws.com`;
  if (service !== undefined && !eventFamilies.has(eventSource)) {
    return passedOver(outside(eventSource), envelope);
  }
  const message = "not a CloudTrail record: the event's `detail` has no `eventName`";
  return refused(member(envelope, "detail"), "E_RECORD_NOT_CLOUDTRAIL", message);
}

function outside(eventSource: string): string {
  return `\`${eventSource}\` is outside the guardrail's services`;
}

/** A record of an event that the guardrail must understand, or refuse. */
function parseKnown(
  record: JsonObject,
  eventSource: string,
  eventName: string,
  parse: CallParser,
): ParsedRecord {
  const refuse = (code: RefusalCode, message: string) =>
    refused(record, code, `\`${eventName}\`: ${message}`);
  const version = textMember(record, "eventVersion");
  if (version !== null && !version.startsWith("1.")) {
    return refuse("E_RECORD_VERSION", `record version \`${version}\` is not known`);
  }
  const base = trailEventOfRecord(record, eventSource, eventName);
  if ("missing" in base) return refuse("E_RECORD_INCOMPLETE", base.missing);
  const errorCode = member(record, "errorCode") ?? "";
  if (errorCode !== "") {
    const code = typeof errorCode === "string" ? errorCode : "unknown";
    return { outcome: "failed-call", event: base.event, errorCode: code };
  }
  const requestParameters = member(record, "requestParameters") ?? null;
  if (requestParameters !== null && !isJsonObject(requestParameters)) {
    return refuse("E_RECORD_MALFORMED", "`requestParameters` is malformed: expected object");
  }
  const reading = parse(callOf(record, base.event));
  if ("malformed" in reading) return refuse("E_RECORD_MALFORMED", reading.malformed);
  const { changes, readLive } = reading;
  return { outcome: "change", event: { ...base.event, readLive }, changes };
}

/** A call as a parser is given it. */
export function callOf(record: JsonObject, event: TrailEvent): TrailCall {
  const resources = member(record, "resources");
  return {
    event,
    callerAccount: textMember(member(record, "userIdentity"), "accountId"),
    request: objectMember(record, "requestParameters"),
    response: objectMember(record, "responseElements"),
    additionalEventData: objectMember(record, "additionalEventData"),
    serviceEventDetails: objectMember(record, "serviceEventDetails"),
    resourceArns: (Array.isArray(resources) ? resources : []).flatMap(
      (resource) => textMember(resource, "ARN") ?? textMember(resource, "arn") ?? [],
    ),
  };
}

function notCloudTrail(record: unknown): string {
  if (!isJsonObject(record)) return "not a CloudTrail record: no JSON object";
  const missing = textMember(record, "eventSource") === null ? "eventSource" : "eventName";
  return `not a CloudTrail record: \`${missing}\` is missing`;
}

function passedOver(reason: string, record: unknown): PassedOverRecord {
  const eventName = textMember(record, "eventName");
  const eventSource = textMember(record, "eventSource");
  return {
    outcome: "passed-over",
    reason,
    ...(eventName === null ? {} : { eventName }),
    ...(eventSource === null ? {} : { eventSource }),
  };
}

function refused(record: unknown, code: RefusalCode, message: string): RefusedRecord {
  return {
    outcome: "refused",
    code,
    message,
    eventId: textMember(record, "eventID"),
    eventName: textMember(record, "eventName"),
  };
}
