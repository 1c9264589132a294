import { describe, expect, it } from "vitest";
import type { Change } from "../../../../src/account/change.ts";
import type { Snapshot, VpcEndpoint } from "../../../../src/account/snapshot.ts";
import { foreignNetworkNotes } from "../../../../src/guardrail/judge/foreign-networks.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { compileWorld } from "../../../../src/kms/world/world.ts";

const account = "111122223333";
const own: VpcEndpoint = {
  VpcEndpointId: "vpce-0own",
  VpcId: "vpc-0own",
  ServiceName: "com.amazonaws.us-west-2.kms",
};
const policyFrom = (network: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: "*",
      Condition: {
        StringEquals: {
          [network.startsWith("vpce-") ? "aws:SourceVpce" : "aws:SourceVpc"]: network,
        },
      },
    },
  });
const managed = `arn:aws:iam::${account}:policy/from-the-network`;

const worldWith = (network: string, vpcEndpoints?: Snapshot["vpcEndpoints"]) =>
  compileWorld(
    [
      {
        schemaVersion: 1,
        ...{ account, region: "us-west-2", partition: "aws", keys: [] },
        ...(vpcEndpoints === undefined ? {} : { vpcEndpoints }),
        authorizationDetails: {
          Policies: [
            {
              PolicyName: "from-the-network",
              Arn: managed,
              DefaultVersionId: "v2",
              PolicyVersionList: [
                { VersionId: "v1", Document: policyFrom("vpce-0former") },
                { VersionId: "v2", Document: policyFrom(network) },
              ],
            },
          ],
        },
      },
    ],
    createCompiler(),
  );

const identity = { type: "role", name: "app" } as const;
const notesOf = (change: Change, network: string, endpoints?: Snapshot["vpcEndpoints"]) =>
  foreignNetworkNotes([change], worldWith(network, endpoints));
const codesOf = (change: Change, network: string, endpoints?: Snapshot["vpcEndpoints"]) =>
  notesOf(change, network, endpoints).map(({ code }) => code);
const put = (network: string): Change => ({
  kind: "iam-inline-policy-put",
  identity,
  policyName: "inline",
  document: policyFrom(network),
});

describe("a policy that asks for a network", () => {
  it.each<readonly [string, Change]>([
    ["that is put", put("vpce-0strange")],
    ["that is attached", { kind: "iam-policy-attached", identity, policyArn: managed }],
    ["that becomes a boundary", { kind: "iam-boundary-set", identity, policyArn: managed }],
    [
      "whose version is set in force",
      { kind: "iam-policy-default-version-set", arn: managed, versionId: "v2" },
    ],
  ])("%s is told where the network is not the account's", (_, change) => {
    expect(notesOf(change, "vpce-0strange", [own]).slice(1)).toEqual([
      {
        code: "foreignEndpoint",
        text: "the policy names the VPC endpoint `vpce-0strange`, which the account does not have: requests from somebody else's network may meet the condition",
      },
    ]);
  });

  it.each(["vpce-0own", "vpc-0own"])("is told to carry no service calls for %s", (network) => {
    expect(codesOf(put(network), network, [own])).toEqual(["serviceCallsCarryNoNetwork"]);
  });

  it("takes the VPC of an endpoint that is gone for somebody else's", () => {
    const gone = { ...own, State: "deleted" };
    expect(codesOf(put("vpc-0own"), "vpc-0own", [gone])).toContain("foreignEndpoint");
  });

  it.each<Snapshot["vpcEndpoints"]>([undefined, { unreadable: "UnauthorizedOperation" }])(
    "is not known to be foreign where the endpoints are %j",
    (endpoints) => {
      expect(codesOf(put("vpce-0strange"), "vpce-0strange", endpoints)).toEqual([
        "serviceCallsCarryNoNetwork",
        "endpointsUnknown",
      ]);
    },
  );

  it("is nothing where the change puts no policy in force", () => {
    const detached: Change = { kind: "iam-policy-detached", identity, policyArn: managed };
    const unbounded: Change = { kind: "iam-boundary-set", identity, policyArn: null };
    const unlisted: Change = {
      kind: "iam-policy-attached",
      identity,
      policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
    };
    for (const change of [detached, unbounded, unlisted]) {
      expect(codesOf(change, "vpce-0strange", [own])).toEqual([]);
    }
  });
});
