import { describe, expect, it } from "vitest";
import { applyChange } from "../../../../src/account/apply/apply-change.ts";
import type { EndpointChange } from "../../../../src/account/change.ts";
import type { Snapshot, VpcEndpoint } from "../../../../src/account/snapshot.ts";
import type { TrailEvent } from "../../../../src/cloudtrail/trail-event.ts";
import { endpointRouteNotes } from "../../../../src/guardrail/judge/endpoint-route-notes.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { compileWorld } from "../../../../src/kms/world/world.ts";

const account = "111122223333";
const via = "vpce-0a1b";
const event = {
  ...{ recipientAccountId: account, awsRegion: "us-west-2" },
  eventName: "ModifyVpcEndpoint",
} as TrailEvent;
const closed = JSON.stringify({
  Version: "2012-10-17",
  Statement: {
    ...{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" },
    Condition: {
      StringEquals: { "aws:PrincipalAccount": account, "aws:ResourceAccount": account },
    },
  },
});
const open = JSON.stringify({
  Statement: { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" },
});
const gateway: VpcEndpoint = {
  ...{ VpcEndpointId: via, VpcId: "vpc-0a", VpcEndpointType: "Gateway" },
  ...{ ServiceName: "com.amazonaws.us-west-2.s3", PolicyDocument: closed },
  RouteTableIds: ["rtb-1", "rtb-2"],
};
const plain: VpcEndpoint = {
  ...{ VpcEndpointId: via, VpcId: "vpc-0a", VpcEndpointType: "Interface" },
  ...{ ServiceName: "com.amazonaws.us-west-2.sqs", PolicyDocument: closed },
  ...{ SubnetIds: ["subnet-1"], Groups: [{ GroupId: "sg-1" }], PrivateDnsEnabled: true },
};

const told = (endpoint: VpcEndpoint, change: EndpointChange, more: Partial<Snapshot> = {}) => {
  const before: Snapshot = {
    schemaVersion: 1,
    ...{ account, region: "us-west-2", partition: "aws", keys: [], vpcEndpoints: [endpoint] },
    ...more,
  };
  const compiler = createCompiler();
  const worlds = {
    before: compileWorld([before], compiler),
    after: compileWorld([applyChange(before, change)], compiler),
  };
  const { notes, bypassed } = endpointRouteNotes([change], worlds, event, []);
  return { notes, codes: notes.map(({ code }) => code), bypassed };
};
const modified = (members: object): EndpointChange => ({
  kind: "endpoint-modified",
  vpcEndpointId: via,
  ...members,
});

describe("a gateway endpoint that loses a route table", () => {
  const loses = modified({ removeRouteTableIds: ["rtb-2"] });

  it("is gone past where its policy keeps something back", () => {
    const { notes, bypassed } = told(gateway, loses);
    expect(bypassed).toBe(via);
    expect(notes).toEqual([
      {
        code: "routesRemoved",
        text: "requests from the subnets of rtb-2 no longer take `vpce-0a1b`: its policy does not filter them",
      },
      {
        code: "endpointReachability",
        text: "requests take `vpce-0a1b` from vpc-0a: route tables rtb-1",
      },
    ]);
  });

  it("is not gone past where its policy lets everything through", () => {
    expect(told({ ...gateway, PolicyDocument: open }, loses)).toMatchObject({
      bypassed: null,
      codes: ["routesRemoved", "endpointReachability"],
    });
  });

  it("is not, where it gets one, or an interface endpoint is told to have none", () => {
    const gets = modified({ addRouteTableIds: ["rtb-3"] });
    expect(told(gateway, gets)).toMatchObject({ bypassed: null, codes: ["endpointReachability"] });
    expect(told({ ...plain, RouteTableIds: ["rtb-2"] }, loses).codes).not.toContain(
      "routesRemoved",
    );
  });
});

describe("private DNS", () => {
  it("that goes off lets requests past a policy that keeps something back", () => {
    const { notes, bypassed, codes } = told(plain, modified({ privateDnsEnabled: false }));
    expect(bypassed).toBe(via);
    expect(codes).toEqual(["privateDnsOff", "endpointReachability"]);
    expect(notes[1]?.text).toContain("private DNS off, so that only its own names lead to it");
  });

  it("that goes on brings them back", () => {
    const off = { ...plain, PrivateDnsEnabled: false };
    const { notes, bypassed, codes } = told(off, modified({ privateDnsEnabled: true }));
    expect([bypassed, codes]).toEqual([null, ["endpointReachability"]]);
    expect(notes[0]?.text).toContain("subnets subnet-1; security groups sg-1; private DNS on");
  });

  it("of a service without endpoint policies keeps nothing back", () => {
    const service = { ServiceName: plain.ServiceName, VpcEndpointPolicySupported: false };
    const change = modified({ privateDnsEnabled: false });
    expect(told(plain, change, { vpcEndpointServices: [service] }).bypassed).toBeNull();
  });
});

it("an endpoint that goes is told with the policies that ask for it", () => {
  const Document = JSON.stringify({
    Statement: {
      ...{ Effect: "Allow", Action: "kms:Decrypt", Resource: "*" },
      Condition: { StringEquals: { "aws:SourceVpce": via } },
    },
  });
  const Policies = [
    {
      ...{ PolicyName: "p", Arn: `arn:aws:iam::${account}:policy/p`, DefaultVersionId: "v1" },
      PolicyVersionList: [{ VersionId: "v1", Document }],
    },
  ];
  const change: EndpointChange = { kind: "endpoints-deleted", vpcEndpointIds: [via] };
  const { notes, bypassed } = told(plain, change, { authorizationDetails: { Policies } });
  expect(bypassed).toBeNull();
  expect(notes).toMatchObject([
    {
      code: "endpointNamedByPolicies",
      text: expect.stringContaining(`identity-policy of arn:aws:iam::${account}:policy/p`),
    },
  ]);
});
