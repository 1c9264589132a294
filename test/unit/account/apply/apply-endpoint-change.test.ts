import { describe, expect, it } from "vitest";
import { applyChange } from "../../../../src/account/apply/apply-change.ts";
import type { EndpointChange } from "../../../../src/account/change.ts";
import type { VpcEndpoint } from "../../../../src/account/snapshot.ts";
import { deepFreeze, endpoint, sample } from "../sample-snapshot.ts";

deepFreeze(sample);

const { VpcEndpointId: vpcEndpointId } = endpoint;

function expectEndpoints(change: EndpointChange, ...vpcEndpoints: readonly VpcEndpoint[]) {
  const after = applyChange(sample, change);
  expect(after).toEqual({ ...sample, vpcEndpoints });
  expect(after.keys).toBe(sample.keys);
}

describe("endpoint-created", () => {
  const created = { VpcEndpointId: "vpce-2", VpcId: "vpc-2" };

  it("adds the endpoint", () => {
    expectEndpoints({ kind: "endpoint-created", endpoint: created }, endpoint, created);
  });

  it("starts the list of a snapshot that leaves it out", () => {
    const { vpcEndpoints: _, ...bare } = sample;
    const after = applyChange(bare, { kind: "endpoint-created", endpoint: created });
    expect(after).toEqual({ ...bare, vpcEndpoints: [created] });
  });

  it("gives the same snapshot when the endpoint is there or the list unreadable", () => {
    const again = { ...endpoint, VpcId: "vpc-9" };
    expect(applyChange(sample, { kind: "endpoint-created", endpoint: again })).toBe(sample);
    const blind = { ...sample, vpcEndpoints: { unreadable: "UnauthorizedOperation" } };
    expect(applyChange(blind, { kind: "endpoint-created", endpoint: created })).toBe(blind);
  });
});

describe("endpoint-modified", () => {
  it("puts a policy", () => {
    const policyDocument = '{"Statement":[]}';
    expectEndpoints(
      { kind: "endpoint-modified", vpcEndpointId, policyDocument },
      { ...endpoint, PolicyDocument: policyDocument },
    );
  });

  it("resets the policy to the default of EC2", () => {
    expectEndpoints(
      { kind: "endpoint-modified", vpcEndpointId, policyDocument: "default" },
      {
        ...endpoint,
        PolicyDocument:
          '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}',
      },
    );
  });

  it("makes the policy unreadable when the event does not tell it", () => {
    const policyDocument = { unreadable: "NotInRecord" };
    expectEndpoints(
      { kind: "endpoint-modified", vpcEndpointId, policyDocument },
      { ...endpoint, PolicyDocument: policyDocument },
    );
  });

  it("adds and removes subnets, security groups and route tables", () => {
    expectEndpoints(
      {
        kind: "endpoint-modified",
        vpcEndpointId,
        privateDnsEnabled: false,
        addSubnetIds: ["subnet-2", "subnet-3", "subnet-3"],
        removeSubnetIds: ["subnet-1", "subnet-9"],
        addSecurityGroupIds: ["sg-1", "sg-2"],
        addRouteTableIds: ["rtb-1"],
        removeRouteTableIds: ["rtb-2"],
      },
      {
        ...endpoint,
        PrivateDnsEnabled: false,
        SubnetIds: ["subnet-2", "subnet-3"],
        Groups: [{ GroupId: "sg-1", GroupName: "kms" }, { GroupId: "sg-2" }],
        RouteTableIds: ["rtb-1"],
      },
    );
    expectEndpoints(
      { kind: "endpoint-modified", vpcEndpointId, removeSecurityGroupIds: ["sg-1"] },
      { ...endpoint, Groups: [] },
    );
  });

  it("does not take lists that the endpoint leaves out for empty", () => {
    const bare = { ...sample, vpcEndpoints: [{ VpcEndpointId: vpcEndpointId }] };
    const after = applyChange(bare, {
      kind: "endpoint-modified",
      vpcEndpointId,
      addSubnetIds: ["subnet-1"],
      addSecurityGroupIds: ["sg-1"],
      removeRouteTableIds: ["rtb-1"],
    });
    expect(after).toBe(bare);
  });

  it.each<[string, EndpointChange]>([
    [
      "the policy says the same in another form",
      {
        kind: "endpoint-modified",
        vpcEndpointId,
        policyDocument:
          '{ "Statement": [{"Resource":"*","Effect":"Deny","Principal":"*","Action":"*"}] }',
      },
    ],
    [
      "everything is so already",
      {
        kind: "endpoint-modified",
        vpcEndpointId,
        privateDnsEnabled: true,
        addSubnetIds: ["subnet-1"],
        removeSubnetIds: ["subnet-9"],
        addSecurityGroupIds: ["sg-1"],
        removeSecurityGroupIds: ["sg-9"],
      },
    ],
    [
      "the endpoint is not there",
      { kind: "endpoint-modified", vpcEndpointId: "vpce-9", privateDnsEnabled: false },
    ],
    ["no endpoint of that id goes", { kind: "endpoints-deleted", vpcEndpointIds: ["vpce-9"] }],
  ])("gives the same snapshot when %s", (_, change) => {
    expect(applyChange(sample, change)).toBe(sample);
  });
});

describe("endpoints-deleted", () => {
  it("keeps every endpoint that it names, as deleted", () => {
    expectEndpoints(
      { kind: "endpoints-deleted", vpcEndpointIds: ["vpce-9", vpcEndpointId] },
      { ...endpoint, State: "deleted" },
    );
  });
});
