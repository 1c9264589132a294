import { describe, expect, it } from "vitest";
import { keyArn, keyId, kmsRecord, otherKeyArn, refusal, toldChanges } from "../sample-record.ts";

const aliasArn = "arn:aws:kms:us-west-2:111122223333:alias/ExampleAlias";
const bare = { responseElements: null, resources: [] };

/** Which key a DisableKey record is about. */
const keyOf = (members: object) => {
  const [change] = toldChanges(kmsRecord("DisableKey", { ...members }));
  return change?.kind === "key-state-set" ? change.keyArn : null;
};

describe("the key of a record is", () => {
  it.each<[what: string, members: object, expected: string]>([
    [
      "the response's",
      { responseElements: { keyId: keyArn }, resources: [{ ARN: otherKeyArn }] },
      keyArn,
    ],
    [
      "the key among the resources",
      { responseElements: null, resources: [{ ARN: aliasArn }, { ARN: keyArn }] },
      keyArn,
    ],
    ["a resource spelt `arn`", { responseElements: null, resources: [{ arn: keyArn }] }, keyArn],
    [
      "the requested one of several",
      {
        responseElements: null,
        resources: [{ ARN: otherKeyArn }, { ARN: keyArn }],
        requestParameters: { keyId },
      },
      keyArn,
    ],
    [
      "the one of the resources, where the response has a bare key id",
      { responseElements: { keyId }, resources: [{ ARN: keyArn }] },
      keyArn,
    ],
    [
      "the response's bare key id, completed",
      { responseElements: { keyId }, resources: null },
      keyArn,
    ],
    ["the requested ARN", { ...bare, requestParameters: { keyId: otherKeyArn } }, otherKeyArn],
    ["the requested key id, completed", { ...bare, requestParameters: { keyId } }, keyArn],
    [
      "completed in the partition of China",
      { ...bare, requestParameters: { keyId }, awsRegion: "cn-north-1" },
      `arn:aws-cn:kms:cn-north-1:111122223333:key/${keyId}`,
    ],
    [
      "completed in the partition of GovCloud",
      { ...bare, requestParameters: { keyId }, awsRegion: "us-gov-west-1" },
      `arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/${keyId}`,
    ],
    [
      "another Region's, when the record says so",
      { awsRegion: "us-east-1", requestParameters: { keyId } },
      keyArn,
    ],
    [
      "the service event's",
      { ...bare, requestParameters: null, serviceEventDetails: { keyId } },
      keyArn,
    ],
  ])("%s", (_, members, expected) => {
    expect(keyOf(members)).toBe(expected);
  });
});

describe("a record names no key by", () => {
  it.each<[what: string, members: object]>([
    ["an alias", { requestParameters: { keyId: "alias/ExampleAlias" } }],
    ["an alias ARN", { requestParameters: { keyId: aliasArn } }],
    ["another service's ARN", { resources: [{ ARN: "arn:aws:iam::111122223333:role/key" }] }],
    [
      "a key ARN without an account",
      { resources: [{ ARN: `arn:aws:kms:us-west-2::key/${keyId}` }] },
    ],
    ["a resource that is none", { resources: [null, "x", { ARN: 1 }] }],
    ["resources that are no list", { resources: keyArn }],
    ["an empty key id", { requestParameters: { keyId: "" } }],
  ])("%s", (_, members) => {
    expect(refusal(kmsRecord("DisableKey", { ...bare, ...members })).code).toBe(
      "E_RECORD_MALFORMED",
    );
  });
});

describe("UpdatePrimaryRegion is about the key of the record's own Region", () => {
  const multiRegionId = "mrk-1234abcd12ab34cd56ef1234567890ab";
  const inRegion = (region: string) => `arn:aws:kms:${region}:111122223333:key/${multiRegionId}`;
  const primaryRegion = "ap-northeast-1";
  it.each<[what: string, members: object, expected: string]>([
    [
      "in the old primary's, as AWS samples it: the response's key id is another",
      {
        requestParameters: { keyId: multiRegionId, primaryRegion },
        responseElements: { keyId: keyArn },
        resources: [{ ARN: inRegion("us-west-2") }],
      },
      inRegion("us-west-2"),
    ],
    [
      "in the new primary's, without resources and with the other Region's ARN in the response",
      {
        awsRegion: primaryRegion,
        requestParameters: { keyId: inRegion("us-west-2"), primaryRegion },
        responseElements: { keyId: inRegion("us-west-2") },
        resources: undefined,
      },
      inRegion(primaryRegion),
    ],
    [
      "in the new primary's, with its own ARN in the request",
      {
        awsRegion: primaryRegion,
        requestParameters: { keyId: inRegion(primaryRegion), primaryRegion },
        responseElements: null,
        resources: null,
      },
      inRegion(primaryRegion),
    ],
    [
      "without a key in the request",
      {
        requestParameters: { primaryRegion },
        responseElements: { keyId: inRegion("us-east-1") },
        resources: [{ ARN: inRegion("us-west-2") }],
      },
      inRegion("us-west-2"),
    ],
  ])("%s", (_, members, expected) => {
    expect(toldChanges(kmsRecord("UpdatePrimaryRegion", { ...members }))).toEqual([
      { kind: "key-primary-region-set", keyArn: expected, primaryRegion },
    ]);
  });

  it("refuses a record without one", () => {
    const members = { awsRegion: primaryRegion, requestParameters: { primaryRegion } };
    expect(refusal(kmsRecord("UpdatePrimaryRegion", members)).message).toBe(
      "`UpdatePrimaryRegion`: no KMS key of the record's own Region",
    );
  });
});
