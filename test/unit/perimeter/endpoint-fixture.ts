import type { Snapshot, VpcEndpoint } from "../../../src/account/snapshot.ts";
import { createCompiler } from "../../../src/kms/compiler.ts";
import { compileWorld } from "../../../src/kms/world/world.ts";
import { type JudgedEndpoint, judgeEndpoint } from "../../../src/perimeter/judge-endpoint.ts";
import { isGap } from "../../../src/perimeter/perimeter-gap.ts";

export const ORGANIZATION = "o-exampleorgid";
export const OWN = "111122223333";
export const PARTNER = "444455556666";
export const STRANGER = "999999999999";

export type Statement = Readonly<Record<string, unknown>>;

/** A statement that allows everything to everybody, but for what is given. */
export function allow(members: Statement = {}): Statement {
  return { Effect: "Allow", Principal: "*", Action: "*", Resource: "*", ...members };
}

/** An Allow for everybody and everything under conditions. */
export function allowIf(Condition: Statement, members: Statement = {}): Statement {
  return allow({ Condition, ...members });
}

export const account: Snapshot = {
  schemaVersion: 1,
  account: OWN,
  region: "us-west-2",
  partition: "aws",
  organization: { id: ORGANIZATION, path: `${ORGANIZATION}/r-ab12/ou-ab12-11111111/` },
  authorizationDetails: {},
  keys: [],
};

export interface Given {
  readonly service?: string;
  readonly trusted?: readonly string[];
  readonly snapshot?: Snapshot;
  /** What is given beside it. */
  readonly others?: readonly Snapshot[];
  readonly endpoint?: Partial<VpcEndpoint>;
  /** The policy before; absent: the endpoint is new. */
  readonly before?: readonly Statement[];
}

/** What comes to pass when an endpoint is given a policy of these statements. */
export function judge(statements: readonly Statement[], given: Given = {}): JudgedEndpoint {
  const { service = "sqs", trusted = [], snapshot = account, others = [] } = given;
  const { endpoint, before } = given;
  const withPolicy = (policy: readonly Statement[]): VpcEndpoint => ({
    VpcEndpointId: "vpce-1234abcdf5678c90a",
    VpcEndpointType: service === "s3" ? "Gateway" : "Interface",
    VpcId: "vpc-0abc1234",
    ServiceName: service.includes(".") ? service : `com.amazonaws.us-west-2.${service}`,
    PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: policy }),
    ...endpoint,
  });
  return judgeEndpoint(
    {
      via: "vpce-1234abcdf5678c90a",
      before: before === undefined ? null : withPolicy(before),
      after: withPolicy(statements),
    },
    {
      world: compileWorld([snapshot, ...others], createCompiler()),
      snapshot,
      trustedAccounts: trusted,
    },
  );
}

/** The pairs of an endpoint's changes, `anyone > account`. */
export function pairsOf({ changes }: JudgedEndpoint): readonly string[] {
  return changes.map(({ who, resources }) => `${who} > ${resources}`);
}

/** The pairs that are gaps. */
export function gapsOf({ changes }: JudgedEndpoint): readonly string[] {
  return changes.filter((pair) => isGap(pair)).map(({ who, resources }) => `${who} > ${resources}`);
}
