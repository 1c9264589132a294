import { describe, expect, it } from "vitest";
import { decideJson } from "../../../support/decide-json.ts";

const account = "111122223333";
const role = `arn:aws:iam::${account}:role/lister`;
const onlyInIreland = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: "kms:ListKeys",
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
    },
  ],
};

const snapshot = (region: string) => ({
  schemaVersion: 1,
  account,
  region,
  partition: "aws",
  authorizationDetails: {
    RoleDetailList: [
      {
        RoleName: "lister",
        Arn: role,
        RolePolicyList: [{ PolicyName: "list", PolicyDocument: onlyInIreland }],
      },
    ],
  },
  keys: [],
  vpcEndpoints: [
    {
      VpcEndpointId: `vpce-${region}`,
      ServiceName: `com.amazonaws.${region}.kms`,
      PolicyDocument: {
        Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
      },
    },
  ],
});
const [oregon, ireland] = [snapshot("us-west-2"), snapshot("eu-west-1")];

const decide = (snapshots: readonly object[], more: object = {}) =>
  decideJson(snapshots, {
    principal: role,
    action: "kms:ListKeys",
    contextComplete: true,
    ...more,
  });

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion
describe("the Region of a call without a key", () => {
  it("is the one that all snapshots are of", () => {
    expect(decide([ireland])).toMatchObject({ decision: "allowed" });
    expect(decide([oregon])).toMatchObject({ decision: "implicitDeny" });
    expect(decide([ireland, { ...ireland, account: "444455556666" }])).toMatchObject({
      decision: "allowed",
    });
  });

  it("is not known where they are of several, in whatever order", () => {
    for (const snapshots of [
      [oregon, ireland],
      [ireland, oregon],
    ]) {
      expect(decide(snapshots)).toMatchObject({
        decision: "conditional",
        missingContextKeys: ["aws:RequestedRegion"],
      });
    }
  });

  it("is that of the endpoint, and what the request tells", () => {
    const both = [oregon, ireland];
    expect(decide(both, { via: "vpce-eu-west-1" })).toMatchObject({ decision: "allowed" });
    expect(decide(both, { via: "vpce-us-west-2" })).toMatchObject({ decision: "implicitDeny" });
    const told = { context: { "aws:RequestedRegion": "eu-west-1" } };
    expect(decide(both, told)).toMatchObject({ decision: "allowed" });
  });
});
