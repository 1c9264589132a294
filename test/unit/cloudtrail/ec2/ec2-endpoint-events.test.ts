import { describe, expect, it } from "vitest";
import { ec2Record, readChange, refusal, toldChanges, vpcEndpointId } from "../sample-record.ts";

const unreadable = { unreadable: "NotInCloudTrailRecord" };
const policy = '{"Statement":[{"Action":"kms:*","Effect":"Allow","Principal":"*","Resource":"*"}]}';
const wrapped = (eventName: string, request: unknown, response?: unknown) =>
  ec2Record(eventName, {
    requestParameters: { [`${eventName}Request`]: request },
    responseElements: response === undefined ? null : { [`${eventName}Response`]: response },
  });
const flat = (eventName: string, requestParameters: unknown) =>
  ec2Record(eventName, { requestParameters });

describe("ModifyVpcEndpoint", () => {
  const lists = {
    AddSubnetId: { tag: 1, content: "subnet-0463e28fe18a6f599" },
    RemoveSubnetId: [
      { tag: 1, content: "subnet-02f400a0a5738ef8a" },
      { tag: 2, content: "subnet-0aaaaaaaaaaaaaaaa" },
    ],
    AddSecurityGroupId: { tag: 1, content: "sg-02c8769865262abbd" },
    RemoveSecurityGroupId: "",
    AddRouteTableId: ["rtb-0aaaaaaaaaaaaaaaa"],
    RemoveRouteTableId: "rtb-0bbbbbbbbbbbbbbbb",
  };
  const network = {
    addSubnetIds: ["subnet-0463e28fe18a6f599"],
    removeSubnetIds: ["subnet-02f400a0a5738ef8a", "subnet-0aaaaaaaaaaaaaaaa"],
    addSecurityGroupIds: ["sg-02c8769865262abbd"],
    addRouteTableIds: ["rtb-0aaaaaaaaaaaaaaaa"],
    removeRouteTableIds: ["rtb-0bbbbbbbbbbbbbbbb"],
  };
  it.each<[what: string, record: unknown, modified: object]>([
    [
      "a policy",
      wrapped("ModifyVpcEndpoint", { VpcEndpointId: vpcEndpointId, PolicyDocument: policy }),
      { policyDocument: policy },
    ],
    [
      "the default policy",
      wrapped("ModifyVpcEndpoint", { VpcEndpointId: vpcEndpointId, ResetPolicy: true }),
      { policyDocument: "default" },
    ],
    [
      "the default policy, flag as text",
      flat("ModifyVpcEndpoint", { vpcEndpointId, resetPolicy: "true" }),
      { policyDocument: "default" },
    ],
    [
      "the network",
      wrapped("ModifyVpcEndpoint", {
        VpcEndpointId: vpcEndpointId,
        ...lists,
        PrivateDnsEnabled: false,
      }),
      { ...network, privateDnsEnabled: false },
    ],
    [
      "flat UpperCamel",
      flat("ModifyVpcEndpoint", {
        VpcEndpointId: vpcEndpointId,
        PrivateDnsEnabled: "false",
        ResetPolicy: false,
      }),
      { privateDnsEnabled: false },
    ],
    [
      "flat lowerCamel, plural lists",
      flat("ModifyVpcEndpoint", {
        vpcEndpointId,
        policyDocument: policy,
        addSubnetIds: { items: [{ subnetId: "subnet-0463e28fe18a6f599" }] },
        removeSecurityGroupIds: ["sg-02c8769865262abbd"],
      }),
      {
        policyDocument: policy,
        addSubnetIds: ["subnet-0463e28fe18a6f599"],
        removeSecurityGroupIds: ["sg-02c8769865262abbd"],
      },
    ],
    [
      "an id as a list of one",
      wrapped("ModifyVpcEndpoint", {
        VpcEndpointId: { tag: 1, content: vpcEndpointId },
        ResetPolicy: true,
      }),
      { policyDocument: "default" },
    ],
  ])("%s", (_, record, modified) => {
    expect(toldChanges(record)).toEqual([
      { kind: "endpoint-modified", vpcEndpointId, ...modified },
    ]);
  });

  it("does not guess which of a policy and a reset won", () => {
    const both = { VpcEndpointId: vpcEndpointId, PolicyDocument: policy, ResetPolicy: true };
    const expected = {
      changes: [{ kind: "endpoint-modified", vpcEndpointId, policyDocument: unreadable }],
      readLive: true,
    };
    expect(readChange(wrapped("ModifyVpcEndpoint", both))).toEqual(expected);
    const empty = { VpcEndpointId: vpcEndpointId, PolicyDocument: "" };
    expect(readChange(wrapped("ModifyVpcEndpoint", empty))).toEqual(expected);
  });

  it("says so when nothing that counts was modified", () => {
    const request = { VpcEndpointId: vpcEndpointId, DnsOptions: { DnsRecordIpType: "ipv4" } };
    expect(toldChanges(wrapped("ModifyVpcEndpoint", request))).toEqual([
      { kind: "none", reason: expect.stringContaining("was modified") },
    ]);
  });

  it.each<[request: unknown, message: string]>([
    ["", "`VpcEndpointId` is missing or malformed"],
    [{ VpcEndpointId: 7 }, "`VpcEndpointId` is missing or malformed"],
    [
      { VpcEndpointId: vpcEndpointId, PolicyDocument: {} },
      "`PolicyDocument` or `ResetPolicy` is malformed",
    ],
    [
      { VpcEndpointId: vpcEndpointId, PolicyDocument: "{" },
      "`PolicyDocument` or `ResetPolicy` is malformed",
    ],
    [
      { VpcEndpointId: vpcEndpointId, ResetPolicy: "maybe" },
      "`PolicyDocument` or `ResetPolicy` is malformed",
    ],
    [{ VpcEndpointId: vpcEndpointId, PrivateDnsEnabled: 1 }, "`PrivateDnsEnabled` is malformed"],
    [{ VpcEndpointId: vpcEndpointId, AddSubnetId: [{ tag: 1 }] }, "`AddSubnetId` is malformed"],
    [{ VpcEndpointId: vpcEndpointId, AddSubnetId: 7 }, "`AddSubnetId` is malformed"],
  ])("refuses %j", (request, message) => {
    expect(refusal(wrapped("ModifyVpcEndpoint", request)).message).toBe(
      `\`ModifyVpcEndpoint\`: ${message}`,
    );
  });
});

describe("DeleteVpcEndpoints", () => {
  const otherId = "vpce-0aaaaaaaaaaaaaaaa";
  const both = {
    VpcEndpointId: [
      { tag: 1, content: vpcEndpointId },
      { tag: 2, content: otherId },
    ],
  };
  const failure = { resourceId: otherId, error: { code: "InvalidVpcEndpointId.NotFound" } };
  const deleted = (...vpcEndpointIds: string[]) => [{ kind: "endpoints-deleted", vpcEndpointIds }];
  it.each<[what: string, record: unknown, ids: string[]]>([
    [
      "one",
      wrapped(
        "DeleteVpcEndpoints",
        { VpcEndpointId: { tag: 1, content: vpcEndpointId } },
        { unsuccessful: "" },
      ),
      [vpcEndpointId],
    ],
    ["many", wrapped("DeleteVpcEndpoints", both, { unsuccessful: "" }), [vpcEndpointId, otherId]],
    ["without a response", wrapped("DeleteVpcEndpoints", both), [vpcEndpointId, otherId]],
    [
      "one failed",
      wrapped("DeleteVpcEndpoints", both, { unsuccessful: { item: failure } }),
      [vpcEndpointId],
    ],
    [
      "one of a list failed",
      wrapped("DeleteVpcEndpoints", both, { unsuccessful: { item: [failure] } }),
      [vpcEndpointId],
    ],
    [
      "flat lowerCamel",
      flat("DeleteVpcEndpoints", { vpcEndpointIds: [vpcEndpointId] }),
      [vpcEndpointId],
    ],
    [
      "a set",
      flat("DeleteVpcEndpoints", { vpcEndpointIdSet: { items: [{ vpcEndpointId }] } }),
      [vpcEndpointId],
    ],
  ])("%s", (_, record, ids) => {
    expect(toldChanges(record)).toEqual(deleted(...ids));
  });

  it("deletes nothing when all failed", () => {
    const failures = [failure, { ...failure, resourceId: vpcEndpointId }];
    const record = wrapped("DeleteVpcEndpoints", both, { unsuccessful: { item: failures } });
    expect(toldChanges(record)).toEqual([
      { kind: "none", reason: "none of the VPC endpoints was deleted" },
    ]);
  });

  it("has the endpoints read when a failure does not tell of which", () => {
    const expected = { changes: deleted(vpcEndpointId, otherId), readLive: true };
    const of = (unsuccessful: unknown) => wrapped("DeleteVpcEndpoints", both, { unsuccessful });
    expect(readChange(of({ item: { error: {} } }))).toEqual(expected);
    expect(readChange(of(7))).toEqual(expected);
  });

  it.each(["", {}, { VpcEndpointId: 7 }])("refuses %j", (request) => {
    expect(refusal(wrapped("DeleteVpcEndpoints", request)).message).toBe(
      "`DeleteVpcEndpoints`: `requestParameters` names no VPC endpoint",
    );
  });
});

describe("CreateVpcEndpoint", () => {
  const request = {
    VpcId: "vpc-0f1e12c219f232b46",
    ServiceName: "com.amazonaws.us-west-2.kms",
    VpcEndpointType: "Interface",
    SecurityGroupId: { tag: 1, content: "sg-02c8769865262abbd" },
    SubnetId: { tag: 1, content: "subnet-0463e28fe18a6f599" },
    PrivateDnsEnabled: true,
    TagSpecification: { tag: 1, Tag: { tag: 1, Key: "Name", Value: true } },
  };
  const vpcEndpoint = {
    vpcEndpointId,
    vpcId: "vpc-0f1e12c219f232b46",
    serviceName: "com.amazonaws.us-west-2.kms",
    vpcEndpointType: "Interface",
    state: "pending",
    policyDocument: policy,
    ownerId: 11122223333,
    privateDnsEnabled: false,
    subnetIdSet: { item: ["subnet-0463e28fe18a6f599", "subnet-02f400a0a5738ef8a"] },
    routeTableIdSet: "",
    groupSet: { item: { groupName: "kms", groupId: "sg-02c8769865262abbd" } },
    networkInterfaceIdSet: { item: "eni-0ad9dd876949a032c" },
  };
  const endpoint = {
    VpcEndpointId: vpcEndpointId,
    VpcEndpointType: "Interface",
    VpcId: "vpc-0f1e12c219f232b46",
    ServiceName: "com.amazonaws.us-west-2.kms",
    State: "pending",
    PolicyDocument: policy,
    OwnerId: "111122223333",
    PrivateDnsEnabled: true,
    SubnetIds: ["subnet-0463e28fe18a6f599", "subnet-02f400a0a5738ef8a"],
    RouteTableIds: [],
    Groups: [{ GroupId: "sg-02c8769865262abbd" }],
  };

  it("tells the endpoint, its account not from the response", () => {
    expect(toldChanges(wrapped("CreateVpcEndpoint", request, { vpcEndpoint }))).toEqual([
      { kind: "endpoint-created", endpoint },
    ]);
  });

  it("reads flat records in both casings", () => {
    const members = { requestParameters: request, responseElements: { vpcEndpoint } };
    expect(toldChanges(ec2Record("CreateVpcEndpoint", members))).toEqual([
      { kind: "endpoint-created", endpoint },
    ]);
  });

  it("fills from the request what the response leaves out", () => {
    const response = { vpcEndpoint: { vpcEndpointId } };
    const { State: _, ...told } = endpoint;
    const record = wrapped("CreateVpcEndpoint", { ...request, PolicyDocument: policy }, response);
    expect(toldChanges(record)).toEqual([
      { kind: "endpoint-created", endpoint: { ...told, SubnetIds: ["subnet-0463e28fe18a6f599"] } },
    ]);
  });

  it("has the default policy when neither tells one, unless the request was left out", () => {
    const response = { vpcEndpoint: { vpcEndpointId } };
    const [change] = toldChanges(wrapped("CreateVpcEndpoint", request, response));
    expect(change).toMatchObject({
      endpoint: { PolicyDocument: expect.stringContaining('"Effect":"Allow"') },
    });
    const without = { responseElements: { CreateVpcEndpointResponse: response } };
    expect(readChange(ec2Record("CreateVpcEndpoint", without))).toMatchObject({
      changes: [{ endpoint: { PolicyDocument: unreadable } }],
      readLive: true,
    });
  });

  it.each([
    [{ subnetIdSet: 7 }, "a list of subnets, route tables or security groups is malformed"],
    [
      { groupSet: { item: { groupName: "kms" } } },
      "a list of subnets, route tables or security groups is malformed",
    ],
    [{ policyDocument: 7 }, "`PolicyDocument` is malformed"],
    [{ policyDocument: "{" }, "`PolicyDocument` is malformed"],
    [{ policyDocument: "" }, "`PolicyDocument` is malformed"],
  ])("refuses %j", (members, message) => {
    const response = { vpcEndpoint: { ...vpcEndpoint, ...members } };
    expect(refusal(wrapped("CreateVpcEndpoint", request, response)).message).toBe(
      `\`CreateVpcEndpoint\`: ${message}`,
    );
  });
});

it.each(["CreateVpcEndpoint", "ModifyVpcEndpoint", "DeleteVpcEndpoints"])(
  "%s without its parameters has the endpoints read",
  (eventName) => {
    expect(readChange(ec2Record(eventName))).toEqual({
      changes: [{ kind: "none", reason: expect.stringMatching(/^the event does not tell/) }],
      readLive: true,
    });
  },
);
