import { describe, expect, it } from "vitest";
import {
  keyArn,
  keyId,
  kmsRecord,
  otherKeyArn,
  readChange,
  refusal,
  toldChanges,
} from "../sample-record.ts";

const unreadable = { unreadable: "NotInCloudTrailRecord" };
const aliasArn = "arn:aws:kms:us-west-2:111122223333:alias/ExampleAlias";
const policy = '{"Version":"2012-10-17","Statement":[]}';

describe("tells what the call changed", () => {
  it.each<[eventName: string, requestParameters: unknown, change: unknown]>([
    [
      "TagResource",
      {
        keyId,
        tags: [
          { tagKey: "Department", tagValue: "IT" },
          { tagKey: "Empty", tagValue: "" },
        ],
      },
      {
        kind: "key-tags-set",
        keyArn,
        tags: [
          { TagKey: "Department", TagValue: "IT" },
          { TagKey: "Empty", TagValue: "" },
        ],
      },
    ],
    [
      "UntagResource",
      { keyId, tagKeys: ["Dept"] },
      { kind: "key-tags-removed", keyArn, tagKeys: ["Dept"] },
    ],
    [
      "CreateAlias",
      { aliasName: "alias/ExampleAlias", targetKeyId: keyId },
      { kind: "alias-set", aliasName: "alias/ExampleAlias", targetKeyArn: keyArn },
    ],
    [
      "UpdateAlias",
      { aliasName: "alias/ExampleAlias", targetKeyId: keyId },
      { kind: "alias-set", aliasName: "alias/ExampleAlias", targetKeyArn: keyArn },
    ],
    [
      "DeleteAlias",
      { aliasName: "alias/ExampleAlias" },
      { kind: "alias-set", aliasName: "alias/ExampleAlias", targetKeyArn: null },
    ],
    [
      "PutKeyPolicy",
      { keyId, policyName: "default", policy, bypassPolicyLockoutSafetyCheck: false },
      { kind: "key-policy-put", keyArn, policy },
    ],
  ])("%s %j", (eventName, requestParameters, change) => {
    expect(toldChanges(kmsRecord(eventName, { requestParameters }))).toEqual([change]);
  });
});

describe("says that the live key has to be read when the request was left out", () => {
  it.each<[eventName: string, change: unknown]>([
    ["TagResource", { kind: "key-tags-set", keyArn, tags: unreadable }],
    ["UntagResource", { kind: "key-tags-removed", keyArn, tagKeys: unreadable }],
    ["PutKeyPolicy", { kind: "key-policy-put", keyArn, policy: unreadable }],
  ])("%s", (eventName, change) => {
    const expected = { changes: [change], readLive: true };
    expect(readChange(kmsRecord(eventName, { requestParameters: null }))).toEqual(expected);
    const { requestParameters: _, ...without } = kmsRecord(eventName);
    expect(readChange(without)).toEqual(expected);
    expect(readChange(kmsRecord(eventName, { requestParameters: { keyId } }))).toEqual(expected);
  });
});

it("takes an alias and its new key from the resources, where the request was left out", () => {
  const resources = [{ ARN: aliasArn }, { ARN: otherKeyArn }];
  const record = kmsRecord("UpdateAlias", { resources, responseElements: null });
  expect(toldChanges(record)).toEqual([
    { kind: "alias-set", aliasName: "alias/ExampleAlias", targetKeyArn: otherKeyArn },
  ]);
});

it("does not take the key that an alias left for its new key", () => {
  const record = kmsRecord("UpdateAlias", {
    requestParameters: { aliasName: "alias/ExampleAlias", targetKeyId: keyId },
    responseElements: null,
    resources: [{ ARN: aliasArn }, { ARN: otherKeyArn }, { ARN: keyArn }],
  });
  expect(toldChanges(record)).toMatchObject([{ targetKeyArn: keyArn }]);
});

describe("refuses what cannot be understood", () => {
  const nowhere = { resources: null, responseElements: null };
  it.each<[eventName: string, members: object, message: string]>([
    [
      "TagResource",
      { requestParameters: { keyId, tags: "x" } },
      "`requestParameters.tags` is malformed: expected array",
    ],
    [
      "TagResource",
      {
        requestParameters: {
          tags: [
            { tagKey: "a", tagValue: "b" },
            { key: "a", value: "b" },
          ],
        },
      },
      "`requestParameters.tags[1].tagKey` is malformed: expected string",
    ],
    [
      "UntagResource",
      { requestParameters: { tagKeys: [1] } },
      "`requestParameters.tagKeys[0]` is malformed: expected string",
    ],
    [
      "PutKeyPolicy",
      { requestParameters: { policy: {} } },
      "`requestParameters.policy` is malformed: expected string",
    ],
    [
      "PutKeyPolicy",
      { requestParameters: { policy: '{\n"Version": "2012-10-17",' } },
      "`requestParameters.policy` is malformed: the document is not JSON: the text ends where a string was expected at line 2, column 25",
    ],
    [
      "PutKeyPolicy",
      { requestParameters: "policy" },
      "`requestParameters` is malformed: expected object",
    ],
    [
      "CreateAlias",
      { requestParameters: { targetKeyId: keyId } },
      "no alias in `requestParameters` or `resources`",
    ],
    ["DeleteAlias", {}, "no alias in `requestParameters` or `resources`"],
    [
      "TagResource",
      { ...nowhere, requestParameters: { tags: [] } },
      "no KMS key in `responseElements`, `resources` or `requestParameters`",
    ],
    [
      "TagResource",
      { ...nowhere, requestParameters: { keyId: "alias/ExampleAlias", tags: [] } },
      "no KMS key in `responseElements`, `resources` or `requestParameters`",
    ],
    [
      "UpdateAlias",
      { ...nowhere, requestParameters: { aliasName: "alias/ExampleAlias" } },
      "no KMS key in `responseElements`, `resources` or `requestParameters`",
    ],
  ])("%s %j", (eventName, members, message) => {
    expect(refusal(kmsRecord(eventName, { ...members }))).toEqual({
      code: "E_RECORD_MALFORMED",
      message: `\`${eventName}\`: ${message}`,
    });
  });
});
