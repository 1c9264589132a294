import type { IamIdentity } from "../../account/change.ts";
import { member } from "../json-object.ts";
import { malformed, type Reading, untold } from "../reading.ts";
import type { TrailCall } from "../trail-call.ts";

export type IamIdentityType = IamIdentity["type"];

/**
 * Reads a call about a user, a group or a role. IAM names it in the request and nowhere else:
 * when CloudTrail has left the request out, all of IAM has to be read.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export function readIdentityCall(
  call: TrailCall,
  type: IamIdentityType,
  read: (identity: IamIdentity) => Reading,
): Reading {
  const name = member(call.request, `${type}Name`) ?? null;
  if (name === null) return untoldOfIam(`which ${type} it was about`);
  if (typeof name !== "string" || name === "") {
    return malformed(`\`requestParameters.${type}Name\` is malformed: expected string`);
  }
  return read({ type, name });
}

/** A call that changed IAM, of which the record leaves out a part. */
export function untoldOfIam(what: string): Reading {
  return untold(`the event does not tell ${what}: IAM has to be read again`);
}
