import type {
  AuthorizationDetails,
  Snapshot,
  SnapshotKey,
  VpcEndpoint,
} from "../../../src/account/snapshot.ts";

export const account = "111122223333";
export const region = "us-west-2";

export const payrollArn = `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const ordersArn = `arn:aws:kms:${region}:${account}:key/0987dcba-09fe-87dc-65ba-ab0987654321`;
export const blindArn = `arn:aws:kms:${region}:${account}:key/mrk-1234abcd12ab34cd56ef1234567890ab`;
export const elsewhereArn = `arn:aws:kms:eu-central-1:${account}:key/1111aaaa-11aa-22bb-33cc-111122223333`;

export const accountPolicy = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*",
    },
  ],
};

export const payroll: SnapshotKey = {
  metadata: {
    Arn: payrollArn,
    KeyId: "1234abcd-12ab-34cd-56ef-1234567890ab",
    Enabled: true,
    KeyState: "Enabled",
    Description: "salaries",
  },
  policy: accountPolicy,
  tags: [
    { TagKey: "Project", TagValue: "Beta" },
    { TagKey: "Owner", TagValue: "finance" },
  ],
  aliases: [
    {
      AliasName: "alias/payroll",
      AliasArn: `arn:aws:kms:${region}:${account}:alias/payroll`,
      TargetKeyId: "1234abcd-12ab-34cd-56ef-1234567890ab",
      CreationDate: "2026-01-01T00:00:00Z",
    },
  ],
  grants: [
    {
      GrantId: "g1",
      GranteePrincipal: `arn:aws:iam::${account}:role/app`,
      Operations: ["Decrypt"],
    },
  ],
};

export const orders: SnapshotKey = {
  metadata: { Arn: ordersArn, Enabled: true, KeyState: "Enabled" },
  policy: JSON.stringify(accountPolicy),
  tags: [],
  aliases: [],
  grants: [],
};

export const blind: SnapshotKey = {
  metadata: { Arn: blindArn },
  policy: { unreadable: "AccessDeniedException" },
  tags: { unreadable: "AccessDeniedException" },
  aliases: { unreadable: "ThrottlingException" },
  grants: { unreadable: "AccessDeniedException" },
};

export const endpoint: VpcEndpoint = {
  VpcEndpointId: "vpce-0a1b2c3d",
  VpcEndpointType: "Interface",
  VpcId: "vpc-1",
  ServiceName: `com.amazonaws.${region}.kms`,
  PolicyDocument: '{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}',
  PrivateDnsEnabled: true,
  SubnetIds: ["subnet-1", "subnet-2"],
  RouteTableIds: [],
  Groups: [{ GroupId: "sg-1", GroupName: "kms" }],
};

export const readPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "kms:Decrypt", Resource: "*" }],
};
export const denyPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
};
export const managedArn = `arn:aws:iam::${account}:policy/team/decrypt`;
export const boundaryArn = `arn:aws:iam::${account}:policy/boundary`;

export const authorizationDetails: AuthorizationDetails = {
  UserDetailList: [
    {
      UserName: "alice",
      Arn: `arn:aws:iam::${account}:user/alice`,
      GroupList: ["admins", "developers"],
      AttachedManagedPolicies: [],
    },
    { UserName: "bob", Arn: `arn:aws:iam::${account}:user/bob`, GroupList: ["developers"] },
  ],
  GroupDetailList: [
    {
      GroupName: "developers",
      Arn: `arn:aws:iam::${account}:group/developers`,
      GroupPolicyList: [],
      AttachedManagedPolicies: [],
    },
  ],
  RoleDetailList: [
    {
      RoleName: "app",
      Arn: `arn:aws:iam::${account}:role/service/app`,
      AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(readPolicy)),
      RolePolicyList: [{ PolicyName: "read", PolicyDocument: readPolicy }],
      AttachedManagedPolicies: [{ PolicyName: "decrypt", PolicyArn: managedArn }],
      PermissionsBoundary: {
        PermissionsBoundaryType: "Policy",
        PermissionsBoundaryArn: boundaryArn,
      },
      Tags: [{ Key: "Department", Value: "finance" }],
    },
    {
      RoleName: "blind",
      Arn: `arn:aws:iam::${account}:role/blind`,
      RolePolicyList: { unreadable: "AccessDenied" },
      AttachedManagedPolicies: { unreadable: "AccessDenied" },
      PermissionsBoundary: { unreadable: "AccessDenied" },
      Tags: { unreadable: "AccessDenied" },
    },
  ],
  Policies: [
    {
      PolicyName: "decrypt",
      Arn: managedArn,
      DefaultVersionId: "v2",
      PolicyVersionList: [
        { VersionId: "v2", IsDefaultVersion: true, Document: readPolicy },
        { VersionId: "v1", IsDefaultVersion: false, Document: denyPolicy },
      ],
    },
  ],
};

/** An account with a readable key, a bare one, a blind one, an endpoint and an inventory. */
export const sample: Snapshot = {
  schemaVersion: 1,
  account,
  region,
  partition: "aws",
  capturedAt: "2026-11-21T09:00:00Z",
  authorizationDetails,
  keys: [payroll, orders, blind],
  vpcEndpoints: [endpoint],
};

/** The sample with another list of keys. */
export function withSampleKeys(...keys: readonly SnapshotKey[]): Snapshot {
  return { ...sample, keys };
}

/** The same value, so frozen that any write to it throws. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}
