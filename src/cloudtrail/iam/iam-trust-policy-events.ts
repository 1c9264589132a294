import * as z from "zod/mini";
import { optionalText, requestParser } from "../call-request.ts";
import { type CallParser, notInRecord, partlyTold, told } from "../reading.ts";
import { readIdentityCall } from "./iam-subject.ts";

const trustPolicyRequest = z.object({ policyDocument: optionalText });

/**
 * Who may assume a role.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html
 */
export const iamTrustPolicyEvents: ReadonlyMap<string, CallParser> = new Map([
  [
    "UpdateAssumeRolePolicy",
    requestParser(trustPolicyRequest, ({ policyDocument }, call) =>
      readIdentityCall(call, "role", ({ name: roleName }) => {
        const kind = "iam-trust-policy-put";
        return typeof policyDocument === "string"
          ? told({ kind, roleName, document: policyDocument })
          : partlyTold({ kind, roleName, document: notInRecord });
      }),
    ),
  ],
]);
