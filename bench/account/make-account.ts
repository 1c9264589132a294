import type {
  ManagedPolicyDetail,
  RoleDetail,
  Snapshot,
  SnapshotKey,
} from "../../src/account/snapshot.ts";
import {
  documentOf,
  everything,
  keyPolicy,
  noKeyDeletion,
  ownPrincipalsOnly,
  teamPolicy,
} from "./documents.ts";
import { accountId, accountRoot, keyArn, policyArn, region, roleArn, roleName } from "./names.ts";

/**
 * - `usual`: ten tag values, twenty managed policies of which each role has two, two users a key
 * - `distinct`: every role differs from every other: its own tag value, its own inline policy for one
 *   key, its own ARN in a key policy of twenty users
 */
export type AccountKind = "usual" | "distinct";

/** How large an account is. */
export interface AccountSize {
  readonly keys: number;
  readonly roles: number;
}

const teams = 20;
const projects = 10;
const usersOfDistinctKey = 20;

/** An account with default key policies, key users, ABAC by tag and alias, grants, an endpoint policy and two levels of SCPs. */
export function makeAccount(kind: AccountKind, { keys, roles }: AccountSize): Snapshot {
  return {
    schemaVersion: 1,
    account: accountId,
    region,
    partition: "aws",
    organization: {
      id: "o-a1b2c3d4e5",
      managementAccount: "999999999999",
      serviceControlPolicies: [
        [{ name: "FullAWSAccess", document: everything }],
        [
          { name: "FullAWSAccess", document: everything },
          { name: "NoKeyDeletion", document: noKeyDeletion },
        ],
      ],
    },
    authorizationDetails: {
      UserDetailList: [],
      GroupDetailList: [],
      Policies: Array.from({ length: teams }, (_, team) => managedPolicy(team)),
      RoleDetailList: Array.from({ length: roles }, (_, index) => role(kind, index, keys)),
    },
    keys: Array.from({ length: keys }, (_, index) => key(kind, index, roles)),
    vpcEndpoints: [
      {
        VpcEndpointId: "vpce-0a1b2c3d4e5f60718",
        VpcId: "vpc-0a1b2c3d4e5f60718",
        ServiceName: `com.amazonaws.${region}.kms`,
        PolicyDocument: ownPrincipalsOnly,
      },
    ],
  };
}

function managedPolicy(team: number): ManagedPolicyDetail {
  return {
    PolicyName: `team-${team}`,
    Arn: policyArn(team),
    DefaultVersionId: "v1",
    PolicyVersionList: [{ VersionId: "v1", IsDefaultVersion: true, Document: teamPolicy(team) }],
  };
}

function role(kind: AccountKind, index: number, keys: number): RoleDetail {
  const own = documentOf({
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: keyArn(index % keys),
  });
  const attached = [index % teams, (index * 7 + 3) % teams];
  return {
    RoleName: roleName(index),
    Arn: roleArn(index),
    RoleId: `AROA${String(index).padStart(16, "0")}`,
    Path: "/",
    Tags: [{ Key: "Project", Value: kind === "distinct" ? `v${index}` : `p${index % projects}` }],
    AttachedManagedPolicies: attached.map((team) => ({
      PolicyName: `team-${team}`,
      PolicyArn: policyArn(team),
    })),
    RolePolicyList: kind === "distinct" ? [{ PolicyName: "own-key", PolicyDocument: own }] : [],
  };
}

function key(kind: AccountKind, index: number, roles: number): SnapshotKey {
  const users =
    kind === "distinct"
      ? Array.from({ length: usersOfDistinctKey }, (_, user) => index * usersOfDistinctKey + user)
      : [index, index + 1];
  const grant = {
    GrantId: `grant-${index}`,
    GranteePrincipal: roleArn((index * 3) % roles),
    Operations: ["Decrypt"],
    IssuingAccount: accountRoot,
  };
  return {
    metadata: {
      Arn: keyArn(index),
      KeyState: "Enabled",
      KeySpec: "SYMMETRIC_DEFAULT",
      KeyUsage: "ENCRYPT_DECRYPT",
      Origin: "AWS_KMS",
      MultiRegion: false,
      KeyManager: "CUSTOMER",
    },
    policy: keyPolicy([...new Set(users.map((user) => roleArn(user % roles)))]),
    tags: [
      {
        TagKey: "Project",
        TagValue: kind === "distinct" ? `v${index % roles}` : `p${index % projects}`,
      },
    ],
    aliases: [{ AliasName: `alias/team${index % teams}-${index}` }],
    grants: index % 3 === 0 ? [grant] : [],
  };
}
