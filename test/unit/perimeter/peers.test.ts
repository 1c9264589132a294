import { describe, expect, it } from "vitest";
import {
  allow,
  allowIf,
  gapsOf,
  judge,
  ORGANIZATION,
  OWN,
  PARTNER,
  pairsOf,
  STRANGER,
  type Statement,
} from "./endpoint-fixture.ts";

const equals = (StringEquals: Statement): Statement => ({ StringEquals });
const inside = equals({
  "aws:PrincipalOrgID": ORGANIZATION,
  "aws:ResourceOrgID": ORGANIZATION,
});

/** Statements that other tools judge wrongly; no pair that is listed as absent may be a gap. */
describe("what other tools call a violation, and is none", () => {
  it.each<readonly [string, readonly Statement[], readonly string[]]>([
    ["a service principal", [allowIf({ Bool: { "aws:PrincipalIsAWSService": "true" } })], []],
    [
      "an Allow for the account under a perimeter Deny for everybody",
      [
        allow({ Principal: { AWS: `arn:aws:iam::${OWN}:root` } }),
        allow({
          Effect: "Deny",
          Condition: { StringNotEqualsIfExists: { "aws:ResourceOrgID": ORGANIZATION } },
        }),
      ],
      [],
    ],
    ["a bare account id", [allow({ Principal: { AWS: OWN }, ...{ Condition: inside } })], []],
    [
      "an organizational unit's path",
      [
        allowIf({
          "ForAnyValue:StringLike": {
            "aws:PrincipalOrgPaths": [`${ORGANIZATION}/*`],
            "aws:ResourceOrgPaths": [`${ORGANIZATION}/*`],
          },
        }),
      ],
      [],
    ],
    [
      "condition keys in another case",
      [allowIf(equals({ "AWS:principalorgid": ORGANIZATION, "aws:resourceORGID": ORGANIZATION }))],
      [],
    ],
    [
      "the account and a trusted one",
      [
        allowIf(
          equals({ "aws:PrincipalAccount": [OWN, PARTNER], "aws:ResourceAccount": [OWN, PARTNER] }),
        ),
      ],
      [],
    ],
  ])("%s", (_, policy, gaps) => {
    expect(gapsOf(judge(policy, { trusted: [PARTNER] }))).toEqual(gaps);
  });

  it("a service that supports no endpoint policy", () => {
    const ServiceName = "com.amazonaws.us-west-2.example";
    const snapshot = {
      schemaVersion: 1,
      ...{ account: OWN, region: "us-west-2", partition: "aws", keys: [] },
      vpcEndpointServices: [{ ServiceName, Owner: "amazon", VpcEndpointPolicySupported: false }],
    } as const;
    const judged = judge([allow()], { service: ServiceName, snapshot });
    expect(judged.doors.after.kind).toBe("unsupported");
    expect(judged.changes).toEqual([]);
    const supported = [{ ...snapshot.vpcEndpointServices[0], VpcEndpointPolicySupported: true }];
    const same = { ...snapshot, vpcEndpointServices: supported };
    expect(gapsOf(judge([allow()], { service: ServiceName, snapshot: same }))).not.toEqual([]);
  });
});

describe("what other tools let pass, and is a gap", () => {
  it.each<readonly [string, readonly Statement[], string]>([
    ["full access", [allow()], "anyone > anyone"],
    ["`service:*` on everything", [allow({ Action: "sqs:*" })], "anyone > anyone"],
    [
      "an open Allow after a Deny",
      [allow({ Effect: "Deny", Action: "sqs:PurgeQueue" }), allow()],
      "anyone > anyone",
    ],
    [
      "the account's principals and a stranger's resource",
      [
        allow({
          Principal: { AWS: `arn:aws:iam::${OWN}:root` },
          Resource: `arn:aws:sqs:us-west-2:${STRANGER}:inbox`,
        }),
      ],
      "account > anyone",
    ],
    [
      "only principals are bound",
      [allowIf(equals({ "aws:PrincipalOrgID": ORGANIZATION }))],
      "account > anyone",
    ],
    [
      "only resources are bound",
      [allowIf(equals({ "aws:ResourceOrgID": ORGANIZATION }))],
      "anyone > account",
    ],
    [
      "everyone except us",
      [
        allowIf({
          StringNotEquals: { "aws:PrincipalAccount": OWN },
          StringEquals: { "aws:ResourceOrgID": ORGANIZATION },
        }),
      ],
      "anyone > account",
    ],
    [
      "a source address that is everybody's",
      [allowIf({ IpAddress: { "aws:VpcSourceIp": "0.0.0.0/0" } })],
      "anyone > anyone",
    ],
    [
      "IfExists, which a request without the key satisfies",
      [
        allowIf({
          StringEqualsIfExists: { "aws:PrincipalOrgID": ORGANIZATION },
          StringEquals: { "aws:ResourceOrgID": ORGANIZATION },
        }),
      ],
      "unauthenticated > account",
    ],
    [
      "the ARN of a role of any account",
      [allowIf({ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/app" } })],
      "anyone > anyone",
    ],
    [
      "NotPrincipal",
      [allow({ Principal: undefined, NotPrincipal: { AWS: `arn:aws:iam::${PARTNER}:root` } })],
      "anyone > anyone",
    ],
    [
      "an account that nobody trusts, by name",
      [allowIf(equals({ "aws:PrincipalAccount": [OWN, STRANGER], "aws:ResourceAccount": OWN }))],
      "listed-accounts > account",
    ],
    [
      "another organization",
      [
        allowIf(
          equals({ "aws:PrincipalOrgID": "o-strangers000", "aws:ResourceOrgID": ORGANIZATION }),
        ),
      ],
      "anyone > account",
    ],
  ])("%s", (_, policy, gap) => {
    expect(gapsOf(judge(policy))).toContain(gap);
  });

  it("of two endpoints the open one only", () => {
    expect(gapsOf(judge([allow()]))).not.toEqual([]);
    expect(gapsOf(judge([allowIf(inside)]))).toEqual([]);
  });

  it("a policy without Principal is unknown, not clean and no crash", () => {
    const judged = judge([allow({ Principal: undefined })]);
    expect(judged.doors.after).toMatchObject({ kind: "unknown" });
    expect(pairsOf(judged)).toEqual([]);
  });

  it("an unknown condition operator is unknown", () => {
    const judged = judge([allowIf({ StringEqual: { "aws:PrincipalOrgID": ORGANIZATION } })]);
    expect(judged.doors.after).toMatchObject({ kind: "unknown" });
  });
});
