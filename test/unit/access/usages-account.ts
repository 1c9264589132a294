import type { Snapshot } from "../../../src/account/snapshot.ts";

export const account = "333344445555";
export const home = "eu-west-1";
export const away = "eu-north-1";

export const arnOf = {
  key: (name: string, region = home) => `arn:aws:kms:${region}:${account}:key/${name}`,
  role: (name: string) => `arn:aws:iam::${account}:role/${name}`,
  user: (name: string) => `arn:aws:iam::${account}:user/${name}`,
  group: (name: string) => `arn:aws:iam::${account}:group/${name}`,
  policy: (name: string) => `arn:aws:iam::${account}:policy/${name}`,
};

type Json = Readonly<Record<string, unknown>>;

/** A policy document; elements that are undefined are left out. */
export const document = (...statements: readonly Json[]): Json =>
  JSON.parse(JSON.stringify({ Version: "2012-10-17", Statement: statements })) as Json;

export const allowKms = (Sid: string, Condition?: Json, rest: Json = {}): Json => ({
  Sid,
  Effect: "Allow",
  Action: ["kms:Decrypt", "kms:DescribeKey"],
  Resource: "*",
  ...(Condition === undefined ? {} : { Condition }),
  ...rest,
});

/** A key that leaves everything to IAM, with further statements in its policy. */
export function key(
  name: string,
  { region = home, tags = {}, aliases = [], statements = [], ...rest }: KeyParts = {},
): Json {
  const delegation = {
    Sid: "IAM decides",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  };
  return {
    metadata: {
      Arn: arnOf.key(name, region),
      KeyState: "Enabled",
      KeySpec: "SYMMETRIC_DEFAULT",
      KeyUsage: "ENCRYPT_DECRYPT",
    },
    policy: document(delegation, ...statements),
    tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
    aliases: aliases.map((AliasName) => ({ AliasName })),
    grants: [],
    ...rest,
  };
}

interface KeyParts {
  readonly region?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly aliases?: readonly string[];
  readonly statements?: readonly Json[];
  readonly [part: string]: unknown;
}

interface IdentityParts {
  readonly inline?: readonly Json[];
  readonly attached?: readonly string[];
  readonly boundary?: string;
  readonly groups?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

function identity(kind: "Role" | "User" | "Group", name: string, parts: IdentityParts): Json {
  const { inline = [], attached = [], boundary, groups, tags = {} } = parts;
  const arns = { Role: arnOf.role, User: arnOf.user, Group: arnOf.group };
  return {
    [`${kind}Name`]: name,
    Arn: arns[kind](name),
    [`${kind}PolicyList`]: inline.map((statement) => ({
      PolicyName: `${name}-inline`,
      PolicyDocument: document(statement),
    })),
    AttachedManagedPolicies: attached.map((one) => ({ PolicyArn: arnOf.policy(one) })),
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    ...(groups === undefined ? {} : { GroupList: groups }),
    ...(boundary === undefined
      ? {}
      : { PermissionsBoundary: { PermissionsBoundaryArn: arnOf.policy(boundary) } }),
  };
}

export const role = (name: string, parts: IdentityParts = {}) => identity("Role", name, parts);
export const user = (name: string, parts: IdentityParts = {}) => identity("User", name, parts);
export const group = (name: string, parts: IdentityParts = {}) => identity("Group", name, parts);

export function managed(name: string, ...statements: readonly Json[]): Json {
  return {
    PolicyName: name,
    Arn: arnOf.policy(name),
    DefaultVersionId: "v2",
    PolicyVersionList: [
      { VersionId: "v1", IsDefaultVersion: false, Document: document(allowKms("Former")) },
      { VersionId: "v2", IsDefaultVersion: true, Document: document(...statements) },
    ],
  };
}

interface SnapshotParts {
  readonly region?: string;
  readonly roles?: readonly Json[];
  readonly users?: readonly Json[];
  readonly groups?: readonly Json[];
  readonly policies?: readonly Json[];
  readonly keys?: readonly Json[];
  readonly [part: string]: unknown;
}

export function snapshot(parts: SnapshotParts): Snapshot {
  const { region = home, roles = [], users = [], groups = [], policies = [], ...rest } = parts;
  return {
    schemaVersion: 1,
    account,
    region,
    partition: "aws",
    keys: [],
    vpcEndpoints: [],
    authorizationDetails: {
      UserDetailList: users,
      GroupDetailList: groups,
      RoleDetailList: roles,
      Policies: policies,
    },
    ...rest,
  } as unknown as Snapshot;
}
