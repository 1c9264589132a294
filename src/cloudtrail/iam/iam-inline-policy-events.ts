import * as z from "zod/mini";
import { optionalDocument, optionalText, requestParser } from "../call-request.ts";
import { type CallParser, notInRecord, partlyTold, told } from "../reading.ts";
import { type IamIdentityType, readIdentityCall, untoldOfIam } from "./iam-subject.ts";

const inlinePolicyRequest = z.object({
  policyName: optionalText,
  policyDocument: optionalDocument,
});

const put = (type: IamIdentityType): CallParser =>
  requestParser(inlinePolicyRequest, ({ policyName, policyDocument }, call) =>
    readIdentityCall(call, type, (identity) => {
      if (!policyName) return untoldOfIam("the inline policy's name");
      const subject = { kind: "iam-inline-policy-put", identity, policyName } as const;
      return typeof policyDocument === "string"
        ? told({ ...subject, document: policyDocument })
        : partlyTold({ ...subject, document: notInRecord });
    }),
  );

const remove = (type: IamIdentityType): CallParser =>
  requestParser(inlinePolicyRequest, ({ policyName }, call) =>
    readIdentityCall(call, type, (identity) =>
      policyName
        ? told({ kind: "iam-inline-policy-deleted", identity, policyName })
        : untoldOfIam("the inline policy's name"),
    ),
  );

/**
 * Inline policies. The document is the caller's own text, not URL-encoded.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html
 */
export const iamInlinePolicyEvents: ReadonlyMap<string, CallParser> = new Map([
  ["PutUserPolicy", put("user")],
  ["PutGroupPolicy", put("group")],
  ["PutRolePolicy", put("role")],
  ["DeleteUserPolicy", remove("user")],
  ["DeleteGroupPolicy", remove("group")],
  ["DeleteRolePolicy", remove("role")],
]);
