import { operationsOf } from "./aws-operation.ts";
import { flag, integer, listOf, map, structure, text, texts } from "./shape.ts";

const KeyId = text;
const tags = listOf(structure({ TagKey: text, TagValue: text }, ["TagKey", "TagValue"]));
const alias = { AliasName: text, TargetKeyId: text };

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html */
export const kmsOperations = operationsOf("kms", {
  TagResource: [{ KeyId, Tags: tags }, "KeyId", "Tags"],
  UntagResource: [{ KeyId, TagKeys: texts }, "KeyId", "TagKeys"],
  CreateAlias: [alias, "AliasName", "TargetKeyId"],
  UpdateAlias: [alias, "AliasName", "TargetKeyId"],
  DeleteAlias: [{ AliasName: text }, "AliasName"],
  PutKeyPolicy: [
    { KeyId, Policy: text, PolicyName: text, BypassPolicyLockoutSafetyCheck: flag },
    "KeyId",
    "Policy",
  ],
  CreateGrant: [
    {
      KeyId,
      Operations: texts,
      GranteePrincipal: text,
      RetiringPrincipal: text,
      Constraints: structure({
        EncryptionContextSubset: map,
        EncryptionContextEquals: map,
        SourceArn: text,
      }),
      GrantTokens: texts,
      Name: text,
      DryRun: flag,
      GranteeServicePrincipal: text,
      RetiringServicePrincipal: text,
    },
    "KeyId",
    "Operations",
  ],
  RevokeGrant: [{ KeyId, GrantId: text, DryRun: flag }, "KeyId", "GrantId"],
  RetireGrant: [{ GrantToken: text, KeyId, GrantId: text, DryRun: flag }],
  ScheduleKeyDeletion: [{ KeyId, PendingWindowInDays: integer }, "KeyId"],
  CancelKeyDeletion: [{ KeyId }, "KeyId"],
  DisableKey: [{ KeyId }, "KeyId"],
  EnableKey: [{ KeyId }, "KeyId"],
});
