import type {
  KeyMetadata,
  RoleDetail,
  Snapshot,
  SnapshotKey,
} from "../../../src/account/snapshot.ts";

export const account = "111122223333";
export const region = "us-west-2";
export const place = { recipientAccountId: account, awsRegion: region };

export const keyArn = (id: string) => `arn:aws:kms:${region}:${account}:key/${id}`;
export const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;

/** Two symmetric keys and one for HMACs. */
export const payroll = keyArn("1234abcd-12ab-34cd-56ef-1234567890ab");
export const orders = keyArn("0987dcba-09fe-87dc-65ba-ab0987654321");
export const tokens = keyArn("5f6e7d8c-9b0a-4f1e-8d2c-3b4a5f6e7d8c");
export const endpointId = "vpce-0a1b2c3d4e5f60718";

export const delegation = {
  Sid: "Enable IAM",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "kms:*",
  Resource: "*",
};

export const policyOf = (...statements: readonly unknown[]) => ({
  Version: "2012-10-17",
  Statement: statements,
});

export const endpointPolicy = JSON.stringify(
  policyOf({ Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: payroll }),
);

/** A key of the account, enabled, delegating to IAM. */
export function makeKey(
  arn: string,
  parts: Partial<SnapshotKey> & { readonly state?: string; readonly spec?: string } = {},
): SnapshotKey {
  const { state = "Enabled", spec = "SYMMETRIC_DEFAULT", ...rest } = parts;
  const metadata: KeyMetadata = {
    Arn: arn,
    KeyId: arn.slice(arn.lastIndexOf("/") + 1),
    Enabled: state === "Enabled",
    KeyState: state,
    KeySpec: spec,
    KeyUsage: spec.startsWith("HMAC") ? "GENERATE_VERIFY_MAC" : "ENCRYPT_DECRYPT",
    KeyManager: "CUSTOMER",
    Origin: "AWS_KMS",
    MultiRegion: false,
  };
  return { metadata, policy: policyOf(delegation), tags: [], aliases: [], grants: [], ...rest };
}

export const aliasOf = (name: string, arn: string) => ({
  AliasName: name,
  AliasArn: `arn:aws:kms:${region}:${account}:${name}`,
  TargetKeyId: arn.slice(arn.lastIndexOf("/") + 1),
});

export function makeRole(name: string, ...statements: readonly unknown[]): RoleDetail {
  return {
    RoleName: name,
    RoleId: `AROA${name.toUpperCase().replaceAll("-", "")}EXAMPLE`,
    Arn: roleArn(name),
    Path: "/",
    RolePolicyList: [{ PolicyName: "own", PolicyDocument: policyOf(...statements) }],
    AttachedManagedPolicies: [],
    Tags: [],
  };
}

const allow = (action: unknown, condition?: unknown) => ({
  Effect: "Allow",
  Action: action,
  Resource: "*",
  ...(condition === undefined ? {} : { Condition: condition }),
});

/** The grant of the orders key. */
export const grant = {
  KeyId: orders,
  GrantId: "f271e8328717f8bde5d03f4981f06a6b3fc18bcae2da12ac38bd9186e7925d11",
  Name: "feed",
  GranteePrincipal: roleArn("app"),
  RetiringPrincipal: roleArn("admin"),
  IssuingAccount: `arn:aws:iam::${account}:root`,
  Operations: ["Encrypt"],
  Constraints: { EncryptionContextSubset: { Department: "Sales" } },
};

export const smallAccount: Snapshot = {
  schemaVersion: 1,
  account,
  region,
  partition: "aws",
  capturedAt: "2026-11-01T00:00:00Z",
  authorizationDetails: {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [
      makeRole("admin", allow("kms:*")),
      makeRole(
        "app",
        allow("kms:Decrypt", { StringEquals: { "aws:ResourceTag/Project": "Alpha" } }),
        allow("kms:Encrypt", {
          "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/payroll" },
        }),
        allow("kms:GenerateMac", {
          "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/tokens" },
        }),
      ),
      makeRole(
        "guardrail",
        allow([
          "kms:TagResource",
          "kms:UntagResource",
          "kms:PutKeyPolicy",
          "kms:CreateAlias",
          "kms:UpdateAlias",
          "kms:DeleteAlias",
          "kms:RevokeGrant",
          "kms:EnableKey",
          "kms:DisableKey",
          "kms:CancelKeyDeletion",
        ]),
      ),
    ],
    Policies: [],
  },
  keys: [
    makeKey(payroll, {
      tags: [
        { TagKey: "Project", TagValue: "Beta" },
        { TagKey: "Stage", TagValue: "prod" },
      ],
      aliases: [aliasOf("alias/payroll", payroll)],
    }),
    makeKey(orders, { tags: [{ TagKey: "Project", TagValue: "Alpha" }], grants: [grant] }),
    makeKey(tokens, { spec: "HMAC_256", aliases: [aliasOf("alias/tokens", tokens)] }),
  ],
  vpcEndpoints: [
    {
      VpcEndpointId: endpointId,
      VpcEndpointType: "Interface",
      VpcId: "vpc-0a1b2c3d4e5f67890",
      ServiceName: `com.amazonaws.${region}.kms`,
      State: "available",
      PolicyDocument: endpointPolicy,
      PrivateDnsEnabled: true,
      SubnetIds: ["subnet-0a1b2c3d4e5f60001", "subnet-0a1b2c3d4e5f60002"],
      RouteTableIds: [],
      Groups: [{ GroupId: "sg-0a1b2c3d4e5f60003", GroupName: "endpoints" }],
      OwnerId: account,
    },
  ],
};

/** The account with one of its keys changed. */
export function withKeyParts(arn: string, parts: Partial<SnapshotKey>): Snapshot {
  const keys = smallAccount.keys as readonly SnapshotKey[];
  return {
    ...smallAccount,
    keys: keys.map((key) => (key.metadata.Arn === arn ? { ...key, ...parts } : key)),
  };
}
