import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseRecord } from "../../../src/cloudtrail/parse-record.ts";
import { unwrapEvents } from "../../../src/cloudtrail/unwrap/unwrap-events.ts";

const folder = "../shared/events";
const index = `${folder}/index.json`;

/** Records that are kept outside the repository, by what each has to turn out as. */
const expected: Readonly<Record<string, readonly string[]>> = {
  "passed over: `CreateFlowLogs` is none of the guardrail's events": [
    "ec2.CreateFlowLogs.wrapper-example",
  ],
  "passed over: `CreateNatGateway` is none of the guardrail's events": [
    "ec2.CreateNatGateway.wrapper-example",
  ],
  "endpoint-created": [
    "ec2.CreateVpcEndpoint",
    "ec2.CreateVpcEndpoint.kms-default-policy",
    "eventbridge.ec2.CreateVpcEndpoint",
  ],
  "passed over: `DeleteFlowLogs` is none of the guardrail's events": [
    "ec2.DeleteFlowLogs.wrapper-example",
  ],
  "endpoints-deleted": ["ec2.DeleteVpcEndpoints", "ec2.DeleteVpcEndpoints.many"],
  "passed over: `GetPasswordData` is none of the guardrail's events": [
    "ec2.GetPasswordData.unauthorized-example",
  ],
  "endpoint-modified": [
    "ec2.ModifyVpcEndpoint.network-only",
    "ec2.ModifyVpcEndpoint.policy",
    "ec2.ModifyVpcEndpoint.reset-policy",
    "eventbridge.ec2.ModifyVpcEndpoint",
  ],
  "failed: Client.UnauthorizedOperation": ["ec2.ModifyVpcEndpoint.unauthorized"],
  "iam-inline-policy-put": [
    "eventbridge.iam.PutRolePolicy",
    "iam.PutGroupPolicy",
    "iam.PutRolePolicy",
    "iam.PutUserPolicy",
  ],
  "passed over: EventBridge event `KMS CMK Deletion`: CloudTrail's DeleteKey tells the same": [
    "eventbridge.kms-native.KMS-CMK-Deletion",
  ],
  "passed over: EventBridge event `KMS CMK Rotation`: rotation does not decide who can use a key": [
    "eventbridge.kms-native.KMS-CMK-Rotation",
  ],
  "passed over: EventBridge event `KMS Imported Key Material Expiration`: CloudTrail's DeleteExpiredKeyMaterial tells the same":
    ["eventbridge.kms-native.KMS-Imported-Key-Material-Expiration"],
  "grant-created": [
    "eventbridge.kms.CreateGrant",
    "kms.CreateGrant.cross-account-owner-copy",
    "kms.CreateGrant",
    "kms.CreateGrant.service-principal",
    "kms.CreateGrant.since-2022-12",
  ],
  "key-tags-set": [
    "eventbridge.kms.TagResource",
    "kms.TagResource.identity-AWSAccount",
    "kms.TagResource.identity-AWSService",
    "kms.TagResource.identity-AssumedRole-console",
    "kms.TagResource.identity-AssumedRole",
    "kms.TagResource.identity-FederatedUser",
    "kms.TagResource.identity-IdentityCenterUser",
    "kms.TagResource.identity-Root",
    "kms.TagResource.identity-invokedBy-cloudformation",
    "kms.TagResource",
  ],
  "alias-set": [
    "eventbridge.kms.UpdateAlias",
    "kms.CreateAlias",
    "kms.CreateAlias.since-2022-12",
    "kms.DeleteAlias",
    "kms.UpdateAlias",
    "kms.UpdateAlias.since-2022-12",
  ],
  "refused: `AddUserToGroup`: `eventID` is missing": ["iam.AddUserToGroup"],
  "iam-policy-attached": ["iam.AttachGroupPolicy", "iam.AttachRolePolicy", "iam.AttachUserPolicy"],
  "iam-policy-created": ["iam.CreatePolicy"],
  "iam-policy-version-created": ["iam.CreatePolicyVersion"],
  "iam-identity-created": ["iam.CreateRole", "iam.CreateUser"],
  "failed: NoSuchEntity": ["iam.DeleteGroupPolicy.failed"],
  "iam-inline-policy-deleted": [
    "iam.DeleteGroupPolicy",
    "iam.DeleteRolePolicy",
    "iam.DeleteUserPolicy",
  ],
  "iam-policy-deleted": ["iam.DeletePolicy"],
  "iam-policy-version-deleted": ["iam.DeletePolicyVersion"],
  "iam-identity-deleted": ["iam.DeleteRole", "iam.DeleteUser"],
  "iam-boundary-set": [
    "iam.DeleteRolePermissionsBoundary",
    "iam.DeleteUserPermissionsBoundary",
    "iam.PutRolePermissionsBoundary",
    "iam.PutUserPermissionsBoundary",
  ],
  "iam-policy-detached": ["iam.DetachGroupPolicy", "iam.DetachRolePolicy", "iam.DetachUserPolicy"],
  "iam-group-membership": ["iam.RemoveUserFromGroup"],
  "iam-policy-default-version-set": ["iam.SetDefaultPolicyVersion"],
  "iam-tags-set": ["iam.TagRole", "iam.TagUser"],
  "iam-tags-removed": ["iam.UntagRole"],
  "iam-trust-policy-put": ["iam.UpdateAssumeRolePolicy"],
  "key-state-set": [
    "kms.CancelKeyDeletion",
    "kms.DeleteExpiredKeyMaterial",
    "kms.DisableKey",
    "kms.DisableKey.real-2024",
    "kms.EnableKey",
    "kms.EnableKey.since-2022-12",
    "kms.ImportKeyMaterial",
    "kms.ScheduleKeyDeletion.cloudhsm",
    "kms.ScheduleKeyDeletion",
    "kms.ScheduleKeyDeletion.multi-region",
    "kms.ScheduleKeyDeletion.real-2024",
    "kms.ScheduleKeyDeletion.resources-null",
  ],
  "grant-created, read live": ["kms.CreateGrant.by-ec2-service"],
  "key-created": [
    "kms.CreateKey.cloudhsm",
    "kms.CreateKey",
    "kms.CreateKey.xks",
    "kms.ReplicateKey",
  ],
  "passed over: `Decrypt` is none of the guardrail's events": ["kms.Decrypt.real-readonly"],
  "key-deleted": ["kms.DeleteKey.service-event"],
  "failed: NotFoundException": ["kms.DisableKey.failed-notfound"],
  none: [
    "kms.DisableKeyRotation",
    "kms.EnableKeyRotation",
    "kms.RotateKey",
    "kms.SynchronizeMultiRegionKey",
    "kms.UpdateKeyDescription",
  ],
  "passed over: `Encrypt` is none of the guardrail's events": ["kms.Encrypt.by-AWSService"],
  "passed over: `GenerateDataKey` is none of the guardrail's events": [
    "kms.GenerateDataKey.via-vpce",
  ],
  "passed over: `GenerateDataKeyWithoutPlaintext` is none of the guardrail's events": [
    "kms.GenerateDataKeyWithoutPlaintext.error",
  ],
  "passed over: an event of the category `NetworkActivity`, not a management event": [
    "kms.ListKeys.network-activity-denied",
    "kms.ListKeys.network-activity-ok",
  ],
  "key-policy-put": [
    "kms.PutKeyPolicy",
    "kms.PutKeyPolicy.real-2025",
    "kms.PutKeyPolicy.streamalert",
  ],
  "grant-removed": ["kms.RetireGrant", "kms.RevokeGrant"],
  "failed: AccessDenied": ["kms.TagResource.access-denied"],
  "key-tags-removed": ["kms.UntagResource"],
  "key-primary-region-set": ["kms.UpdatePrimaryRegion"],
};

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

/** What a record turned out as, in a line. */
function outcomeOf(record: unknown): string {
  const parsed = parseRecord(record);
  switch (parsed.outcome) {
    case "change": {
      const kinds = parsed.changes.map(({ kind }) => kind).join(", ");
      return parsed.event.readLive ? `${kinds}, read live` : kinds;
    }
    case "failed-call":
      return `failed: ${parsed.errorCode}`;
    case "passed-over":
      return `passed over: ${parsed.reason}`;
    case "refused":
      return `refused: ${parsed.message}`;
  }
}

describe.runIf(existsSync(index))("the records of `../shared/events`", () => {
  const rows = Object.entries(expected).flatMap(([outcome, names]) =>
    names.map((name) => [name, outcome] as const),
  );

  it("are all in the table", () => {
    const files = (readJson(index) as { file: string }[]).map(({ file }) => file);
    expect(rows.map(([name]) => `${name}.json`).sort()).toEqual(files.sort());
  });

  it.each(rows)("%s: %s", (name, outcome) => {
    const { records, problems } = unwrapEvents(readJson(`${folder}/${name}.json`));
    expect(problems).toEqual([]);
    expect(records.map(outcomeOf)).toEqual([outcome]);
  });
});
