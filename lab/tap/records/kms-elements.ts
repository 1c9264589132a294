import type { Call } from "../call.ts";
import { asObject, asText, type JsonObject, parseObject } from "../json.ts";
import type { RecordElements, RecordResource } from "./elements.ts";
import { lowerCamelMembers } from "./lower-camel.ts";

/** What only the lab knows of a call: AWS tells it in the record, the call and its reply do not. */
export interface KmsFacts {
  readonly accountId: string;
  /** The key that the alias pointed to before the call, or that the grant is of. */
  readonly keyId?: string | undefined;
  readonly grantId?: string | undefined;
  /** The key's state after the call. */
  readonly keyState?: string | undefined;
}

/** Members that KMS records whether the caller gave them or not. */
const defaults: Readonly<Record<string, JsonObject>> = {
  CreateKey: {
    bypassPolicyLockoutSafetyCheck: false,
    customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    description: "",
    keySpec: "SYMMETRIC_DEFAULT",
    keyUsage: "ENCRYPT_DECRYPT",
    multiRegion: false,
    origin: "AWS_KMS",
  },
  PutKeyPolicy: { bypassPolicyLockoutSafetyCheck: false, policyName: "default" },
  ReplicateKey: { bypassPolicyLockoutSafetyCheck: false, description: "" },
  ScheduleKeyDeletion: { pendingWindowInDays: 30 },
};

/**
 * What a record of KMS says, with the key's ARN in the response as since December 2022.
 * https://docs.aws.amazon.com/kms/latest/developerguide/understanding-kms-entries.html
 */
export function kmsElements(
  call: Call,
  reply: string | undefined,
  facts: KmsFacts,
): RecordElements {
  const { operation } = call;
  const response = reply === undefined ? undefined : parseObject(reply);
  const keyArn = keyArnOf(call, response, facts);
  const shared = { resources: resourcesOf(call, keyArn, facts) };
  if (operation === "RetireGrant") {
    const { grantId } = facts;
    return {
      ...shared,
      requestParameters: null,
      responseElements: null,
      ...(grantId === undefined ? {} : { additionalEventData: { grantId } }),
    };
  }
  return {
    ...shared,
    requestParameters: { ...defaults[operation], ...lowerCamelMembers(call.json) },
    responseElements: response === undefined ? null : responseOf(call, response, keyArn, facts),
  };
}

function responseOf(
  { operation, json }: Call,
  response: JsonObject,
  keyArn: string | undefined,
  { keyState }: KmsFacts,
): JsonObject {
  if (operation === "CreateKey" || operation === "ReplicateKey") {
    return lowerCamelMembers(response);
  }
  const keyId = keyArn === undefined ? {} : { keyId: keyArn };
  if (operation === "CreateGrant") return { ...lowerCamelMembers(response), ...keyId };
  if (operation !== "ScheduleKeyDeletion") return keyId;
  const { DeletionDate } = response;
  const pendingWindowInDays = json["PendingWindowInDays"] ?? 30;
  return {
    ...keyId,
    ...lowerCamelMembers({ KeyState: keyState, DeletionDate }),
    pendingWindowInDays,
  };
}

/** Full ARNs; an alias and its key in the order in which KMS records them. */
function resourcesOf(
  { operation, json, region }: Call,
  keyArn: string | undefined,
  { accountId }: KmsFacts,
): RecordResource[] {
  const alias = asText(json["AliasName"]);
  const aliasArn = alias === undefined ? undefined : `arn:aws:kms:${region}:${accountId}:${alias}`;
  const arns = operation === "CreateAlias" ? [keyArn, aliasArn] : [aliasArn, keyArn];
  return arns
    .filter((arn) => arn !== undefined)
    .map((ARN) => ({ accountId, type: "AWS::KMS::Key", ARN }));
}

function keyArnOf(
  { json, region }: Call,
  response: JsonObject | undefined,
  { accountId, keyId }: KmsFacts,
): string | undefined {
  const made = asText(asObject(response?.["KeyMetadata"])["Arn"]);
  const id = made ?? asText(json["KeyId"]) ?? asText(json["TargetKeyId"]) ?? keyId;
  if (id === undefined || id.startsWith("alias/")) return undefined;
  return id.startsWith("arn:") ? id : `arn:aws:kms:${region}:${accountId}:key/${id}`;
}
