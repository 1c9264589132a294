import { textMember } from "./json-object.ts";

/**
 * EventBridge events that concern keys and are no CloudTrail records: why each is not needed.
 * https://docs.aws.amazon.com/kms/latest/developerguide/kms-events.html
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/monitor-tags.html
 */
const otherDetailTypes: ReadonlyMap<string, string> = new Map([
  ["KMS CMK Deletion", "CloudTrail's DeleteKey tells the same"],
  ["KMS CMK Rotation", "rotation does not decide who can use a key"],
  ["KMS Imported Key Material Expiration", "CloudTrail's DeleteExpiredKeyMaterial tells the same"],
  ["Tag Change on Resource", "it names no actor; CloudTrail's TagResource tells the same"],
]);

/**
 * The EventBridge events that CloudTrail makes of calls and of what services do by themselves.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
const trailDetailTypes: ReadonlySet<string> = new Set([
  "AWS API Call via CloudTrail",
  "AWS Service Event via CloudTrail",
]);

/** Whether a value is an EventBridge event that CloudTrail made of a call. */
export function isTrailEnvelope(value: unknown): boolean {
  return trailDetailTypes.has(textMember(value, "detail-type") ?? "");
}

/** Why a value is passed over for what it is, whatever call it tells of; null when it is not. */
export function passedOverByKind(record: unknown): string | null {
  const detailType = textMember(record, "detail-type");
  if (detailType !== null && !isTrailEnvelope(record)) {
    const reason = otherDetailTypes.get(detailType) ?? "it is no CloudTrail record";
    return `EventBridge event \`${detailType}\`: ${reason}`;
  }
  const category =
    textMember(record, "eventCategory") ?? categoryOf(textMember(record, "eventType"));
  return category === null || category === "Management"
    ? null
    : `an event of the category \`${category}\`, not a management event`;
}

/**
 * Network activity events repeat, for the endpoint's owner, calls whose management event tells
 * what they did. Their type is `AwsVpceEvent` in AWS's samples, `AwsVpceEvents` in its field list.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html
 */
function categoryOf(eventType: string | null): string | null {
  return eventType !== null && /^AwsVpceEvents?$/.test(eventType) ? "NetworkActivity" : null;
}
