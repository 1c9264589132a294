import { isJsonObject, member, textMember } from "./json-object.ts";
import type { TrailActor } from "./trail-event.ts";

/**
 * The actor of a record's userIdentity, in any of its shapes: IAMUser, AssumedRole, Root,
 * FederatedUser, AWSAccount (the key owner's copy: no ARN), AWSService (only `invokedBy`),
 * IdentityCenterUser (no ARN), and service events (no type).
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function actorOfRecord(userIdentity: unknown): TrailActor {
  const sessionContext = member(userIdentity, "sessionContext");
  return {
    type: textMember(userIdentity, "type"),
    arn: textMember(userIdentity, "arn"),
    sessionIssuerArn: textMember(member(sessionContext, "sessionIssuer"), "arn"),
    invokedBy: textMember(userIdentity, "invokedBy"),
  };
}

/** Whether the session was authenticated with MFA; long-term keys carry no such attribute. */
export function mfaOfRecord(userIdentity: unknown): boolean | null {
  const attributes = member(member(userIdentity, "sessionContext"), "attributes");
  const value = isJsonObject(attributes) ? member(attributes, "mfaAuthenticated") : undefined;
  if (value === "true" || value === true) return true;
  if (value === "false" || value === false) return false;
  return null;
}
