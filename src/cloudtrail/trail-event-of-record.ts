import { actorOfRecord, mfaOfRecord } from "./actor-of-record.ts";
import { readEventTime } from "./event-time.ts";
import { type JsonObject, member, textMember } from "./json-object.ts";
import type { TrailEvent } from "./trail-event.ts";

/** A console's own user agent, as CloudTrail wrote it before it had a field for it. */
const consoleAgent = /^(?:signin|console)(?:\.[a-z0-9-]+)?\.amazonaws\.com$/;

/** What a record says about the call itself, or what is missing in it. */
export function trailEventOfRecord(
  record: JsonObject,
  eventSource: string,
  eventName: string,
): { readonly event: TrailEvent } | { readonly missing: string } {
  const eventId = textMember(record, "eventID");
  if (eventId === null) return { missing: "`eventID` is missing" };
  const eventTime = readEventTime(member(record, "eventTime"));
  if (eventTime === null) return { missing: "`eventTime` is no ISO 8601 time" };
  const awsRegion = textMember(record, "awsRegion");
  if (awsRegion === null) return { missing: "`awsRegion` is missing" };
  const recipientAccountId = recipientOf(record);
  if (recipientAccountId === null) return { missing: "`recipientAccountId` is missing" };
  const userIdentity = member(record, "userIdentity");
  return {
    event: {
      eventId,
      eventName,
      eventSource,
      eventTime,
      awsRegion,
      recipientAccountId,
      actor: actorOfRecord(userIdentity),
      sourceIPAddress: textMember(record, "sourceIPAddress"),
      vpcEndpointId: textMember(record, "vpcEndpointId"),
      userAgent: textMember(record, "userAgent"),
      mfa: mfaOfRecord(userIdentity),
      fromConsole: isFromConsole(record),
      requestId: textMember(record, "requestID"),
      sharedEventId: textMember(record, "sharedEventID"),
      principalId: textMember(userIdentity, "principalId"),
      readLive: false,
    },
  };
}

/**
 * The account that the record was delivered to. Records before version 1.02 do not tell it; it is
 * the caller's then, unless the caller is of another account.
 */
function recipientOf(record: JsonObject): string | null {
  const userIdentity = member(record, "userIdentity");
  const caller =
    textMember(userIdentity, "type") === "AWSAccount"
      ? null
      : textMember(userIdentity, "accountId");
  return textMember(record, "recipientAccountId") ?? caller;
}

/**
 * `sessionCredentialFromConsole` is the text "true", or absent.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
function isFromConsole(record: JsonObject): boolean {
  const flag = member(record, "sessionCredentialFromConsole");
  return (
    flag === "true" || flag === true || consoleAgent.test(textMember(record, "userAgent") ?? "")
  );
}
