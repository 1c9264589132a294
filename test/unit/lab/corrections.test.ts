import { describe, expect, it } from "vitest";
import { correctEc2Reply } from "../../../lab/tap/corrections/ec2-reply.ts";
import {
  correctEc2Request,
  defaultEndpointPolicy,
} from "../../../lab/tap/corrections/ec2-request.ts";
import { correctIamReply } from "../../../lab/tap/corrections/iam-reply.ts";
import { pageKmsList } from "../../../lab/tap/corrections/kms-pages.ts";
import { correctKmsRequest } from "../../../lab/tap/corrections/kms-request.ts";
import { parseQuery, renderQuery } from "../../../lab/tap/query.ts";
import { queryCall } from "./tap-call.ts";

const region = "us-west-2";
const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
const arnIn = (place: string) => `arn:aws:kms:${place}:111122223333:key/${keyId}`;

describe("a request of KMS", () => {
  const corrected = (operation: string, json: object) =>
    correctKmsRequest({ operation, region, json: { ...json } });

  it("names keys by their ids", () => {
    expect(corrected("EnableKey", { KeyId: arnIn(region) })).toEqual({ KeyId: keyId });
    expect(corrected("CreateAlias", { TargetKeyId: arnIn(region), AliasName: "alias/a" })).toEqual({
      TargetKeyId: keyId,
      AliasName: "alias/a",
    });
    expect(corrected("Encrypt", { KeyId: "alias/a" })).toEqual({ KeyId: "alias/a" });
    expect(corrected("EnableKey", { KeyId: arnIn("eu-west-1") })).toMatchObject({
      code: "NotFoundException",
    });
  });

  it("has the defaults that AWS has", () => {
    expect(corrected("GetKeyPolicy", { KeyId: keyId })).toMatchObject({ PolicyName: "default" });
    expect(corrected("PutKeyPolicy", { PolicyName: "mine" })).toEqual({ PolicyName: "mine" });
    expect(corrected("CreateKey", {})).toEqual({ KeyUsage: "ENCRYPT_DECRYPT" });
    expect(corrected("CreateKey", { KeyUsage: "SIGN_VERIFY" })).toEqual({
      KeyUsage: "SIGN_VERIFY",
    });
  });
});

describe("a list of KMS", () => {
  const page = (json: object) =>
    pageKmsList(
      { operation: "ListKeys", json: { ...json } },
      { Keys: [1, 2, 3], NextMarker: null },
    );

  it("comes whole or in pages", () => {
    expect(page({})).toEqual({ Keys: [1, 2, 3], Truncated: false });
    expect(page({ Limit: 2 })).toEqual({ Keys: [1, 2], Truncated: true, NextMarker: "2" });
    expect(page({ Limit: 2, Marker: "2" })).toEqual({ Keys: [3], Truncated: false });
    expect(page({ Limit: 3 })).toEqual({ Keys: [1, 2, 3], Truncated: false });
  });

  it("is nothing else", () => {
    const answer = { KeyMetadata: {} };
    expect(pageKmsList({ operation: "DescribeKey", json: {} }, answer)).toBe(answer);
  });
});

describe("a request on VPC endpoints", () => {
  const corrected = (operation: string, text: string) =>
    Object.fromEntries(
      new URLSearchParams(renderQuery(correctEc2Request(operation, parseQuery(text)))),
    );

  it("that resets the policy sets the default one", () => {
    expect(corrected("ModifyVpcEndpoint", "VpcEndpointId=v&ResetPolicy=true")).toEqual({
      VpcEndpointId: "v",
      PolicyDocument: defaultEndpointPolicy,
    });
    const kept = "VpcEndpointId=v&ResetPolicy=false&PolicyDocument=p";
    expect(corrected("ModifyVpcEndpoint", kept)).toMatchObject({ PolicyDocument: "p" });
  });

  it("that creates one has the defaults that AWS has", () => {
    expect(corrected("CreateVpcEndpoint", "VpcId=v")).toEqual({
      VpcId: "v",
      VpcEndpointType: "Gateway",
      PrivateDnsEnabled: "false",
      PolicyDocument: defaultEndpointPolicy,
    });
    const asked = "VpcEndpointType=Interface&PolicyDocument=p";
    expect(corrected("CreateVpcEndpoint", asked)).toEqual({
      VpcEndpointType: "Interface",
      PrivateDnsEnabled: "true",
      PolicyDocument: "p",
    });
  });

  it("that deletes some says which there are not", () => {
    const call = queryCall("ec2", {
      Action: "DeleteVpcEndpoints",
      "VpcEndpointId.1": "vpce-1",
      "VpcEndpointId.2": "vpce-2",
    });
    const reply = "<R><unsuccessful/></R>";
    expect(correctEc2Reply(call, reply, new Set(["vpce-1", "vpce-2"]))).toBe(reply);
    const told = correctEc2Reply(call, reply, new Set(["vpce-1"]));
    expect(told).toContain("<resourceId>vpce-2</resourceId>");
    expect(told).not.toContain("vpce-1");
  });
});

describe("a reply of IAM", () => {
  it("has its documents URL-encoded", () => {
    const plain = "<V><Document>{&quot;a&quot;: 1}</Document><Path>{x}</Path></V>";
    const encoded = "<V><Document>%7B%22a%22%3A%201%7D</Document><Path>{x}</Path></V>";
    expect(correctIamReply(plain)).toBe(encoded);
    expect(correctIamReply(encoded)).toBe(encoded);
  });
});
