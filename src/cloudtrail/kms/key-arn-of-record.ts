import { parseArn } from "../../account/arn.ts";
import { partitionOfRegion } from "../../account/partition-of-region.ts";
import { textMember } from "../json-object.ts";
import type { TrailCall } from "../trail-call.ts";

/**
 * The ARN of the KMS key that a call was about; null when the record does not tell it. In order:
 * 1. `responseElements.keyId` and the key among `resources[]`, of these the one that the request
 *    names, else the first. Since December 2022 the response carries the key ARN, also where the
 *    operation returns none; for RotateKeyOnDemand it is a bare key id.
 *    https://docs.aws.amazon.com/kms/latest/developerguide/ct-updatealias.html
 *    https://docs.aws.amazon.com/kms/latest/developerguide/ct-rotatekeyondemand.html
 * 2. the requested key id, completed with the record's Region and account. An alias there never
 *    counts: no operation that changes a key takes one, and aliases move.
 */
export function keyArnOfRecord(
  call: TrailCall,
  requested: string | null | undefined,
): string | null {
  const arns = keyArns(call);
  const keyId = keyIdOf(requested);
  const named = arns.find((arn) => keyIdOf(arn) === keyId) ?? arns[0];
  if (named !== undefined) return named;
  if (requested !== null && requested !== undefined && isKeyArn(requested)) return requested;
  const bare =
    keyId ??
    keyIdOf(textMember(call.response, "keyId")) ??
    keyIdOf(textMember(call.serviceEventDetails, "keyId"));
  return bare === null ? null : keyArnInRegion(call, bare, call.event.recipientAccountId);
}

/**
 * The ARN of the key in the record's own Region. UpdatePrimaryRegion writes a record in the old
 * primary's Region and one in the new one's; in the second `resources[]` is missing and
 * `responseElements.keyId` may be the ARN of the other Region.
 * https://docs.aws.amazon.com/kms/latest/developerguide/ct-update-primary-region.html
 */
export function keyArnInRegionOfRecord(
  call: TrailCall,
  requested: string | null | undefined,
): string | null {
  const arns = keyArns(call);
  const keyId = keyIdOf(requested);
  const here = arns.filter((arn) => parseArn(arn)?.region === call.event.awsRegion);
  const named = here.find((arn) => keyIdOf(arn) === keyId);
  if (named !== undefined) return named;
  const owner = parseArn(requested ?? "")?.account ?? call.event.recipientAccountId;
  if (keyId !== null) return keyArnInRegion(call, keyId, owner);
  return here[0] ?? null;
}

/** Whether a text is the ARN of a KMS key, not of an alias. */
export function isKeyArn(text: string): boolean {
  const arn = parseArn(text);
  return (
    arn !== null &&
    arn.service === "kms" &&
    arn.region !== "" &&
    arn.account !== "" &&
    /^key\/[^/:]+$/.test(arn.resource)
  );
}

function keyArns(call: TrailCall): readonly string[] {
  const answered = textMember(call.response, "keyId");
  return [...(answered === null ? [] : [answered]), ...call.resourceArns].filter(isKeyArn);
}

/** The key id of a key ARN or of a bare key id; null for an alias and anything else. */
function keyIdOf(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  if (isKeyArn(text)) return text.slice(text.lastIndexOf("/") + 1);
  return /^[^/:\s]+$/.test(text) ? text : null;
}

function keyArnInRegion(call: TrailCall, keyId: string, account: string): string {
  const { awsRegion } = call.event;
  return `arn:${partitionOfRegion(awsRegion)}:kms:${awsRegion}:${account}:key/${keyId}`;
}
