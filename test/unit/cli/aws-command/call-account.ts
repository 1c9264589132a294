import type { Snapshot } from "../../../../src/account/snapshot.ts";

export const account = "222233334444";
export const region = "ap-southeast-2";

export function keyArn(name: string, inRegion = region, ofAccount = account): string {
  return `arn:aws:kms:${inRegion}:${ofAccount}:key/${name}`;
}

export const workerArn = `arn:aws:iam::${account}:role/svc/worker`;

const policy = {
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

interface KeyParts {
  readonly aliases?: readonly string[];
  readonly grants?: readonly object[];
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** An enabled symmetric encryption key, unless its parts tell otherwise. */
export function key(arn: string, { aliases = [], grants = [], metadata = {} }: KeyParts = {}) {
  return {
    metadata: {
      Arn: arn,
      KeyState: "Enabled",
      KeySpec: "SYMMETRIC_DEFAULT",
      KeyUsage: "ENCRYPT_DECRYPT",
      KeyManager: "CUSTOMER",
      ...metadata,
    },
    policy,
    tags: [],
    aliases: aliases.map((AliasName) => ({ AliasName })),
    grants,
  };
}

const grant = { GrantId: "grant-1", GranteePrincipal: workerArn, Operations: ["Decrypt"] };
const signing = { KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" };

/** One key of each kind that a call may meet, a role, a user in a group, two endpoints. */
export const callAccount = {
  schemaVersion: 1,
  account,
  region,
  partition: "aws",
  capturedAt: "2026-11-01T00:00:00Z",
  authorizationDetails: {
    UserDetailList: [{ UserName: "una", Arn: `arn:aws:iam::${account}:user/una`, GroupList: [] }],
    GroupDetailList: [{ GroupName: "staff", Arn: `arn:aws:iam::${account}:group/staff` }],
    RoleDetailList: [
      {
        RoleName: "worker",
        Arn: workerArn,
        RolePolicyList: [
          {
            PolicyName: "keys",
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [{ Effect: "Allow", Action: "kms:Decrypt", Resource: "*" }],
            },
          },
        ],
        AttachedManagedPolicies: [],
      },
    ],
    Policies: [],
  },
  keys: [
    key(keyArn("plain"), { aliases: ["alias/plain"], grants: [grant] }),
    key(keyArn("other"), { aliases: ["alias/other"] }),
    key(keyArn("signing"), { aliases: ["alias/signing"], metadata: signing }),
    key(keyArn("agreeing"), { metadata: { KeySpec: "ECC_NIST_P256", KeyUsage: "KEY_AGREEMENT" } }),
    key(keyArn("disabled"), { metadata: { KeyState: "Disabled" } }),
    key(keyArn("leaving"), {
      aliases: ["alias/leaving"],
      metadata: { KeyState: "PendingDeletion" },
    }),
    key(keyArn("managed"), { aliases: ["alias/aws/sqs"], metadata: { KeyManager: "AWS" } }),
    key(keyArn("mrk-primary"), {
      metadata: {
        MultiRegion: true,
        MultiRegionConfiguration: {
          MultiRegionKeyType: "PRIMARY",
          ReplicaKeys: [{ Arn: keyArn("mrk-primary", "eu-west-2") }],
        },
      },
    }),
    { ...key(keyArn("bare")), metadata: { Arn: keyArn("bare") } },
  ],
  vpcEndpoints: [
    {
      VpcEndpointId: "vpce-1111",
      VpcId: "vpc-1111",
      ServiceName: `com.amazonaws.${region}.kms`,
      VpcEndpointType: "Interface",
      PolicyDocument: policyOfEverything(),
    },
    { VpcEndpointId: "vpce-2222", ServiceName: `com.amazonaws.${region}.s3`, State: "deleted" },
  ],
} as unknown as Snapshot;

function policyOfEverything(): object {
  return { Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] };
}

/** The same account in another Region, with a replica key and an alias of the same name. */
export const siblingRegion = {
  ...callAccount,
  region: "eu-west-2",
  keys: [
    key(keyArn("mrk-primary", "eu-west-2"), { aliases: ["alias/plain"] }),
    key(keyArn("far", "eu-west-2")),
  ],
  vpcEndpoints: [],
} as unknown as Snapshot;
