import fc from "fast-check";
import { conditionOf } from "./condition-arbitrary.ts";
import { mostlyFirst, told, weighted } from "./near-hits.ts";
import {
  aliases,
  endpoints,
  own,
  payrollArn,
  region,
  roles,
  serviceLinkedRole,
  services,
  sessions,
  users,
  vpcs,
} from "./pools.ts";
import type { SnapshotJson } from "./snapshot-arbitrary.ts";

/** One account before and after its key policy changed, and what to compare in it. */
export interface GeneratedPair {
  readonly before: SnapshotJson;
  readonly after: SnapshotJson;
  readonly principal: string;
  readonly action: string;
  readonly key: string;
  readonly via?: string;
  /** From which contexts are drawn. */
  readonly draw: number;
}

type Statement = Record<string, unknown>;

const statement: fc.Arbitrary<Statement> = fc
  .record({
    Effect: weighted([3, fc.constant("Allow")], [2, fc.constant("Deny")]),
    Condition: conditionOf("key", { none: 1, one: 6, two: 4 }),
  })
  .map(({ Effect, Condition }) =>
    told({ Effect, Principal: "*", Action: "kms:*", Resource: "*", Condition }),
  );

const endpoint = {
  VpcEndpointId: endpoints[0],
  VpcId: vpcs[0],
  ServiceName: `com.amazonaws.${region}.kms`,
  OwnerId: own,
  PolicyDocument: {
    Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
  },
};

const user = {
  UserName: "Alice",
  Arn: users[0],
  UserId: "AIDAEXAMPLEALICE",
  Tags: [{ Key: "team", Value: "Alpha" }],
};
const role = {
  RoleName: "App",
  Arn: roles[0],
  RoleId: "AROAEXAMPLEAPP",
  Tags: [{ Key: "team", Value: "Beta" }],
};
const linked = {
  RoleName: "AWSServiceRoleForRDS",
  Arn: serviceLinkedRole,
  RoleId: "AROAEXAMPLERDS",
};

const snapshotWith = (
  statements: readonly Statement[],
  names: readonly string[],
): SnapshotJson => ({
  schemaVersion: 1,
  account: own,
  region,
  partition: "aws",
  authorizationDetails: { UserDetailList: [user], RoleDetailList: [role, linked] },
  keys: [
    {
      metadata: {
        Arn: payrollArn,
        KeyState: "Enabled",
        KeySpec: "SYMMETRIC_DEFAULT",
        KeyUsage: "ENCRYPT_DECRYPT",
        KeyManager: "CUSTOMER",
        Origin: "AWS_KMS",
        MultiRegion: false,
      },
      policy: { Version: "2012-10-17", Statement: statements },
      tags: [],
      aliases: names.map((AliasName) => ({ AliasName })),
      grants: [],
    },
  ],
  vpcEndpoints: [endpoint],
});

/** A pair of key policies drawn from the same few statements, so that most pairs differ by one or two. */
export const pairArbitrary: fc.Arbitrary<GeneratedPair> = fc
  .record({
    pool: fc.array(statement, { minLength: 2, maxLength: 4 }),
    inBefore: fc.nat({ max: 15 }),
    inAfter: fc.nat({ max: 15 }),
    names: fc.subarray([...aliases]),
    principal: weighted<string>(
      [6, fc.constant(users[0])],
      [4, fc.constant(sessions[0])],
      [2, fc.constant(roles[0])],
      [1, fc.constantFrom(...services)],
      [1, fc.constant(serviceLinkedRole)],
    ),
    action: mostlyFirst(
      "kms:Decrypt",
      "kms:Encrypt",
      "kms:CreateGrant",
      "kms:TagResource",
      "kms:DescribeKey",
      "kms:ScheduleKeyDeletion",
    ),
    via: weighted<string | undefined>([4, fc.constant(undefined)], [1, fc.constant(endpoints[0])]),
    draw: fc.integer(),
  })
  .map(({ pool, inBefore, inAfter, names, principal, action, via, draw }) => {
    const some = (mask: number) => pool.filter((_, index) => (mask & (1 << index)) !== 0);
    return told({
      before: snapshotWith(some(inBefore), names),
      after: snapshotWith(some(inAfter), names),
      principal,
      action,
      key: payrollArn,
      via,
      draw,
    }) as GeneratedPair;
  });
