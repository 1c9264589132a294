import { describe, expect, it } from "vitest";
import {
  account,
  allow,
  allowIf,
  gapsOf,
  judge,
  ORGANIZATION,
  OWN,
  pairsOf,
  STRANGER,
} from "./endpoint-fixture.ts";

const own = {
  StringEquals: { "aws:PrincipalOrgID": ORGANIZATION, "aws:ResourceOrgID": ORGANIZATION },
};
const inside = allowIf(own, { Sid: "Inside" });

describe("what becomes of the perimeter at an endpoint", () => {
  it("tells a gap that opens, by the statement that opens it", () => {
    const { changes } = judge([inside, allow({ Sid: "Open" })], { before: [inside] });
    const worst = changes.find(({ who, resources }) => who === "anyone" && resources === "anyone");
    expect(worst).toMatchObject({
      change: "gained",
      because: [{ layer: "vpc-endpoint-policy", sid: "Open", statement: 1, was: false }],
    });
  });

  it("tells a gap that opens because a Deny is gone", () => {
    const deny = allow({
      Sid: "Perimeter",
      Effect: "Deny",
      Condition: { StringNotEqualsIfExists: { "aws:ResourceOrgID": ORGANIZATION } },
    });
    const { changes } = judge([allow({ Principal: { AWS: OWN } })], {
      before: [allow({ Principal: { AWS: OWN } }), deny],
    });
    expect(changes.find(({ resources }) => resources === "anyone")).toMatchObject({
      change: "gained",
      who: "account",
      because: [{ sid: "Perimeter", was: true }],
    });
  });

  it("tells a gap that closes, and nothing of what stays as it was", () => {
    const judged = judge([inside], { before: [allow()] });
    expect(new Set(judged.changes.map(({ change }) => change))).toEqual(new Set(["lost"]));
    expect(pairsOf(judged)).not.toContain("account > account");
  });

  it("tells more and fewer actions apart", () => {
    const send = allowIf(own, { Action: "sqs:SendMessage" });
    const both = allowIf(own, { Action: ["sqs:SendMessage", "sqs:ReceiveMessage"] });
    expect(judge([both], { before: [send] }).changes.map(({ change }) => change)).toContain(
      "widened",
    );
    expect(judge([send], { before: [both] }).changes.map(({ change }) => change)).toContain(
      "narrowed",
    );
  });

  it("tells nothing of another wording of the same", () => {
    const other = allow({ Sid: "Other", Action: ["*"], Condition: own });
    expect(judge([other], { before: [inside] }).changes).toEqual([]);
  });

  it("takes a bucket's name for no proof of whose it is", () => {
    const Resource = "arn:aws:s3:::example-reports/*";
    const byName = judge(
      [allowIf(own, { Resource }), allow({ Resource, Principal: { AWS: OWN } })],
      {
        service: "s3",
      },
    );
    expect(gapsOf(byName)).toEqual([]);
    expect(byName.reach.untoldOwners).toEqual(["arn:aws:s3:::example-reports/any"]);
    expect(judge([allowIf(own, { Resource })], { service: "s3" }).reach.untoldOwners).toEqual([]);
  });

  it("takes a beginning of bucket names for anybody's", () => {
    const Resource = "arn:aws:s3:::example-*/*";
    const judged = judge([allow({ Resource, Principal: { AWS: OWN } })], { service: "s3" });
    expect(gapsOf(judged)).toEqual(["account > anyone"]);
  });

  it("takes a name like that of AWS's own buckets, in a Region that is not ours, for somebody's", () => {
    const open = (bucket: string) =>
      judge([allow({ Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/*` })], {
        service: "s3",
      }).reach.untoldOwners;
    expect(open("aws-ssm-us-west-2")).toEqual([]);
    expect(open("aws-ssm-xx-nowhere-9")).toHaveLength(1);
  });

  it("knows a service that somebody else runs by PrivateLink", () => {
    const service = "com.amazonaws.vpce.us-west-2.vpce-svc-0123456789abcdef0";
    expect(gapsOf(judge([allow()], { service }))).toEqual(["account > anyone"]);
    const mine = [{ ServiceName: service, Owner: OWN, VpcEndpointPolicySupported: false }];
    const snapshot = { ...account, vpcEndpointServices: mine };
    expect(judge([allow()], { service, snapshot }).changes).toEqual([]);
  });

  it("asks nothing of an endpoint that is no way to a service", () => {
    const endpoint = { VpcEndpointType: "GatewayLoadBalancer" };
    expect(judge([allow()], { endpoint }).changes).toEqual([]);
  });

  it("lets nobody without a signature come to KMS", () => {
    const who = judge([allow()], { service: "kms-fips" }).changes.map((change) => change.who);
    expect(who).toContain("anyone");
    expect(who).not.toContain("unauthenticated");
  });

  it("names an account that nobody trusts", () => {
    const Condition = { StringEquals: { "aws:PrincipalAccount": [OWN, STRANGER] } };
    expect(judge([allowIf(Condition)]).reach.foreignAccounts).toEqual([STRANGER]);
  });

  it("says so where the organization could not be read", () => {
    const snapshot = { ...account, organization: { unreadable: "AccessDeniedException" } };
    expect(judge([inside], { snapshot }).reach.unknown).not.toEqual([]);
  });
});
