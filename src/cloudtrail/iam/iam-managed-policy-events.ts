import * as z from "zod/mini";
import { optionalDocument, optionalText, requestParser } from "../call-request.ts";
import { member, objectMember, textMember } from "../json-object.ts";
import { type CallParser, notInRecord, partlyTold, told } from "../reading.ts";
import { iamArn } from "./iam-arn.ts";
import { untoldOfIam } from "./iam-subject.ts";

const createRequest = z.object({
  policyName: optionalText,
  path: optionalText,
  policyDocument: optionalDocument,
});

const versionRequest = z.object({
  policyArn: optionalText,
  policyDocument: optionalDocument,
  setAsDefault: z.nullish(z.boolean()),
  versionId: optionalText,
});

const createPolicy = requestParser(createRequest, (request, call) => {
  const policy = objectMember(call.response, "policy");
  const policyName = request.policyName ?? textMember(policy, "policyName");
  if (!policyName) return untoldOfIam("the new managed policy's name");
  const path = request.path ?? textMember(policy, "path");
  const created = {
    kind: "iam-policy-created",
    arn: textMember(policy, "arn") ?? iamArn(call, "policy", path, policyName),
    policyName,
    versionId: textMember(policy, "defaultVersionId") ?? "v1",
  } as const;
  return typeof request.policyDocument === "string"
    ? told({ ...created, document: request.policyDocument })
    : partlyTold({ ...created, document: notInRecord });
});

/** The version's id is in the response; without `setAsDefault` the version waits unused. */
const createPolicyVersion = requestParser(versionRequest, (request, call) => {
  const version = objectMember(call.response, "policyVersion");
  const arn = request.policyArn;
  if (!arn) return untoldOfIam("the managed policy that got a version");
  const created = {
    kind: "iam-policy-version-created",
    arn,
    versionId: textMember(version, "versionId"),
    setAsDefault: request.setAsDefault ?? member(version, "isDefaultVersion") === true,
  } as const;
  return typeof request.policyDocument === "string"
    ? told({ ...created, document: request.policyDocument })
    : partlyTold({ ...created, document: notInRecord });
});

const onVersion = (
  kind: "iam-policy-version-deleted" | "iam-policy-default-version-set",
): CallParser =>
  requestParser(versionRequest, ({ policyArn: arn, versionId }) =>
    arn && versionId
      ? told({ kind, arn, versionId })
      : untoldOfIam("the version of the managed policy"),
  );

/**
 * Customer managed policies and their versions.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html
 */
export const iamManagedPolicyEvents: ReadonlyMap<string, CallParser> = new Map([
  ["CreatePolicy", createPolicy],
  [
    "DeletePolicy",
    requestParser(versionRequest, ({ policyArn: arn }) =>
      arn
        ? told({ kind: "iam-policy-deleted", arn })
        : untoldOfIam("which managed policy was deleted"),
    ),
  ],
  ["CreatePolicyVersion", createPolicyVersion],
  ["DeletePolicyVersion", onVersion("iam-policy-version-deleted")],
  ["SetDefaultPolicyVersion", onVersion("iam-policy-default-version-set")],
]);
