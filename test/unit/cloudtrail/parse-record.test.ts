import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventFamilies } from "../../../src/cloudtrail/event-families.ts";
import { parseRecord } from "../../../src/cloudtrail/parse-record.ts";
import {
  account,
  ec2Record,
  iamRecord,
  keyArn,
  keyId,
  kmsRecord,
  parseChange,
  vpcEndpointId,
} from "./sample-record.ts";

const tagged = (members: object = {}) =>
  kmsRecord("TagResource", {
    requestParameters: { keyId, tags: [{ tagKey: "Department", tagValue: "IT" }] },
    ...members,
  });
const eventOf = (members: object) => parseChange(tagged(members)).event;

describe("the event", () => {
  it("tells the call", () => {
    expect(parseChange(tagged({ vpcEndpointId }))).toEqual({
      outcome: "change",
      event: {
        eventId: "5d529779-2d27-42b5-92da-91aaea1fc4b5",
        eventName: "TagResource",
        eventSource: "kms.amazonaws.com",
        eventTime: "2026-11-21T09:00:00Z",
        awsRegion: "us-west-2",
        recipientAccountId: account,
        actor: {
          type: "IAMUser",
          arn: `arn:aws:iam::${account}:user/Alice`,
          sessionIssuerArn: null,
          invokedBy: null,
        },
        sourceIPAddress: "192.0.2.0",
        vpcEndpointId,
        userAgent: "aws-cli/2.31.0",
        mfa: null,
        fromConsole: false,
        requestId: "e0eb83e3-63bc-11e4-bc2b-4198b6150d5c",
        sharedEventId: null,
        principalId: "AIDACKCEVSQ6C2EXAMPLE",
        readLive: false,
      },
      changes: [{ kind: "key-tags-set", keyArn, tags: [{ TagKey: "Department", TagValue: "IT" }] }],
    });
  });

  it.each<[members: object, expected: boolean]>([
    [{ sessionCredentialFromConsole: "true" }, true],
    [{ sessionCredentialFromConsole: true }, true],
    [{ sessionCredentialFromConsole: "false" }, false],
    [{ userAgent: "console.amazonaws.com" }, true],
    [{ userAgent: "console.ec2.amazonaws.com" }, true],
    [{ userAgent: "signin.amazonaws.com" }, true],
    [{ userAgent: "cloudformation.amazonaws.com" }, false],
    [{ userAgent: 7 }, false],
  ])("of %j comes from the console: %j", (members, expected) => {
    expect(eventOf(members).fromConsole).toBe(expected);
  });

  it("carries the id that both copies of a call across accounts share", () => {
    expect(eventOf({ sharedEventID: "0aaaaaaa-1111-4111-8111-EXAMPLE00000" }).sharedEventId).toBe(
      "0aaaaaaa-1111-4111-8111-EXAMPLE00000",
    );
  });
});

describe("the actor", () => {
  const none = { type: null, arn: null, sessionIssuerArn: null, invokedBy: null };
  const roleArn = `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin`;
  const sessionArn = `arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Admin/me@example.com`;
  it.each<[userIdentity: unknown, actor: object, mfa: boolean | null]>([
    [
      {
        type: "AssumedRole",
        principalId: "AROAIDPPEZS35WEXAMPLE:me@example.com",
        arn: sessionArn,
        accountId: account,
        sessionContext: {
          sessionIssuer: { type: "Role", arn: roleArn },
          attributes: { mfaAuthenticated: "true" },
        },
        invokedBy: "cloudformation.amazonaws.com",
      },
      {
        type: "AssumedRole",
        arn: sessionArn,
        sessionIssuerArn: roleArn,
        invokedBy: "cloudformation.amazonaws.com",
      },
      true,
    ],
    [
      {
        type: "Root",
        principalId: account,
        arn: `arn:aws:iam::${account}:root`,
        sessionContext: { sessionIssuer: {}, attributes: { mfaAuthenticated: false } },
      },
      { ...none, type: "Root", arn: `arn:aws:iam::${account}:root` },
      false,
    ],
    [{ type: "AWSAccount", accountId: "444455556666" }, { ...none, type: "AWSAccount" }, null],
    [
      { type: "AWSService", invokedBy: "ec2.amazonaws.com" },
      { ...none, type: "AWSService", invokedBy: "ec2.amazonaws.com" },
      null,
    ],
    [
      { accountId: account, invokedBy: "AWS Internal" },
      { ...none, invokedBy: "AWS Internal" },
      null,
    ],
    [
      { type: "IdentityCenterUser", accountId: account, onBehalfOf: { userId: "u" } },
      { ...none, type: "IdentityCenterUser" },
      null,
    ],
    [undefined, none, null],
    ["Alice", none, null],
    [{ type: 1, arn: {}, sessionContext: [], invokedBy: null }, none, null],
    [
      { sessionContext: { sessionIssuer: "x", attributes: { mfaAuthenticated: "maybe" } } },
      none,
      null,
    ],
  ])("of %j", (userIdentity, actor, mfa) => {
    const event = eventOf({ userIdentity });
    expect(event.actor).toEqual(actor);
    expect(event.mfa).toBe(mfa);
  });
});

it.each<[errorCode: string, record: object]>([
  [
    "AccessDenied",
    tagged({
      errorCode: "AccessDenied",
      requestParameters: null,
      resources: undefined,
      responseElements: null,
    }),
  ],
  [
    "NotFoundException",
    kmsRecord("DisableKey", {
      errorCode: "NotFoundException",
      requestParameters: { keyId: "alias/x" },
    }),
  ],
  [
    "Client.UnauthorizedOperation",
    ec2Record("ModifyVpcEndpoint", { errorCode: "Client.UnauthorizedOperation" }),
  ],
  [
    "NoSuchEntityException",
    iamRecord("DeleteGroupPolicy", null, { errorCode: "NoSuchEntityException" }),
  ],
])("a failed call changes nothing: %s", (errorCode, record) => {
  const parsed = parseRecord(record);
  expect(parsed).toMatchObject({ outcome: "failed-call", errorCode });
});

it("an error code that is no text is an error all the same, an empty one is none", () => {
  expect(parseRecord(tagged({ errorCode: {} }))).toMatchObject({ errorCode: "unknown" });
  expect(parseRecord(tagged({ errorCode: null }))).toMatchObject({ outcome: "change" });
  expect(parseRecord(tagged({ errorCode: "" }))).toMatchObject({ outcome: "change" });
});

it("opens an EventBridge envelope", () => {
  expect(parseRecord({ "detail-type": "AWS API Call via CloudTrail", detail: tagged() })).toEqual(
    parseRecord(tagged()),
  );
});

describe("an EventBridge event of CloudTrail that tells no call", () => {
  const empty = (detail: unknown, source?: string) => ({
    "detail-type": "AWS API Call via CloudTrail",
    ...(source === undefined ? {} : { source }),
    detail,
  });

  it.each<[what: string, envelope: object]>([
    ["of KMS", empty({ eventID: "e1" }, "aws.kms")],
    ["of IAM", empty({ eventID: "e1" }, "aws.iam")],
    ["of nobody", empty({ eventID: "e1" })],
    [
      "that no call caused",
      { ...empty({ eventID: "e1" }), "detail-type": "AWS Service Event via CloudTrail" },
    ],
  ])("is refused: %s", (_, envelope) => {
    expect(parseRecord(envelope)).toMatchObject({
      outcome: "refused",
      code: "E_RECORD_NOT_CLOUDTRAIL",
      message: "not a CloudTrail record: the event's `detail` has no `eventName`",
      eventId: "e1",
    });
  });

  it("is passed over where it is of another service", () => {
    expect(parseRecord(empty({}, "aws.s3"))).toMatchObject({
      outcome: "passed-over",
      reason: "`s3.amazonaws.com` is outside the guardrail's services",
    });
  });
});

describe("passes over", () => {
  const native = (detailType: string) => ({
    version: "0",
    "detail-type": detailType,
    source: "aws.kms",
    resources: [keyArn],
    detail: { "key-id": keyId },
  });
  it.each<[what: string, record: unknown, reason: string]>([
    [
      "a call that reads",
      kmsRecord("Decrypt", { readOnly: true }),
      "`Decrypt` is none of the guardrail's events",
    ],
    [
      "a failed call that reads",
      kmsRecord("DescribeKey", { errorCode: "AccessDenied" }),
      "`DescribeKey` is none of the guardrail's events",
    ],
    [
      "another EC2 call",
      ec2Record("CreateNatGateway"),
      "`CreateNatGateway` is none of the guardrail's events",
    ],
    [
      "a name of an object's own",
      kmsRecord("constructor"),
      "`constructor` is none of the guardrail's events",
    ],
    [
      "another service",
      { ...tagged(), eventSource: "s3.amazonaws.com" },
      "`s3.amazonaws.com` is outside the guardrail's services",
    ],
    [
      "an S3 notification",
      { eventSource: "aws:s3", eventName: "ObjectCreated:Put" },
      "`aws:s3` is outside the guardrail's services",
    ],
    [
      "a network activity event of a call that a management event tells",
      tagged({ eventType: "AwsVpceEvent", eventCategory: "NetworkActivity" }),
      "an event of the category `NetworkActivity`, not a management event",
    ],
    [
      "a network activity event without a category",
      tagged({ eventType: "AwsVpceEvents", eventCategory: undefined }),
      "an event of the category `NetworkActivity`, not a management event",
    ],
    [
      "an insight",
      { eventCategory: "Insight", insightDetails: {} },
      "an event of the category `Insight`, not a management event",
    ],
    [
      "KMS's own deletion event",
      native("KMS CMK Deletion"),
      "EventBridge event `KMS CMK Deletion`: CloudTrail's DeleteKey tells the same",
    ],
    [
      "KMS's own rotation event",
      native("KMS CMK Rotation"),
      "EventBridge event `KMS CMK Rotation`: rotation does not decide who can use a key",
    ],
    [
      "a tag event without an actor",
      { ...native("Tag Change on Resource"), source: "aws.tag" },
      "EventBridge event `Tag Change on Resource`: it names no actor; CloudTrail's TagResource tells the same",
    ],
    [
      "any other EventBridge event",
      native("EC2 Instance State-change Notification"),
      "EventBridge event `EC2 Instance State-change Notification`: it is no CloudTrail record",
    ],
  ])("%s", (_, record, reason) => {
    expect(parseRecord(record)).toMatchObject({ outcome: "passed-over", reason });
  });

  it("and names the call, where there is one", () => {
    expect(parseRecord(kmsRecord("Decrypt"))).toMatchObject({
      eventName: "Decrypt",
      eventSource: "kms.amazonaws.com",
    });
    expect(Object.keys(parseRecord(native("KMS CMK Deletion")))).toEqual(["outcome", "reason"]);
  });
});

describe("refuses", () => {
  const notCloudTrail = "E_RECORD_NOT_CLOUDTRAIL";
  const incomplete = "E_RECORD_INCOMPLETE";
  it.each<[record: unknown, code: string, message: string]>([
    [null, notCloudTrail, "not a CloudTrail record: no JSON object"],
    ["text", notCloudTrail, "not a CloudTrail record: no JSON object"],
    [[tagged()], notCloudTrail, "not a CloudTrail record: no JSON object"],
    [{}, notCloudTrail, "not a CloudTrail record: `eventSource` is missing"],
    [
      { schemaVersion: 1, account, keys: [] },
      notCloudTrail,
      "not a CloudTrail record: `eventSource` is missing",
    ],
    [
      { eventSource: "kms.amazonaws.com" },
      notCloudTrail,
      "not a CloudTrail record: `eventName` is missing",
    ],
    [tagged({ eventName: 7 }), notCloudTrail, "not a CloudTrail record: `eventName` is missing"],
    [
      tagged({ eventVersion: "2.0" }),
      "E_RECORD_VERSION",
      "`TagResource`: record version `2.0` is not known",
    ],
    [tagged({ eventID: undefined }), incomplete, "`TagResource`: `eventID` is missing"],
    [
      tagged({ eventTime: "yesterday" }),
      incomplete,
      "`TagResource`: `eventTime` is no ISO 8601 time",
    ],
    [tagged({ awsRegion: null }), incomplete, "`TagResource`: `awsRegion` is missing"],
    [
      tagged({
        recipientAccountId: undefined,
        userIdentity: { type: "AWSAccount", accountId: "444455556666" },
      }),
      incomplete,
      "`TagResource`: `recipientAccountId` is missing",
    ],
    [
      tagged({ requestParameters: [] }),
      "E_RECORD_MALFORMED",
      "`TagResource`: `requestParameters` is malformed: expected object",
    ],
  ])("%j", (record, code, message) => {
    expect(parseRecord(record)).toMatchObject({ outcome: "refused", code, message });
  });

  it("with the event's id and name", () => {
    expect(parseRecord(tagged({ awsRegion: "" }))).toMatchObject({
      eventId: "5d529779-2d27-42b5-92da-91aaea1fc4b5",
      eventName: "TagResource",
    });
    expect(parseRecord(null)).toMatchObject({ eventId: null, eventName: null });
  });
});

it("takes the caller's account for the recipient's where an old record tells none", () => {
  expect(eventOf({ recipientAccountId: undefined }).recipientAccountId).toBe(account);
});

describe("never throws, and always concludes", () => {
  const outcomes = ["change", "passed-over", "failed-call", "refused"];
  const names = [...eventFamilies].flatMap(([eventSource, family]) =>
    [...family.keys()].map((eventName) => ({ eventSource, eventName })),
  );
  const scalar = fc.oneof(
    fc.constantFrom<unknown>(null, "", keyId, keyArn, "alias/x", vpcEndpointId, true, 7, {}, []),
    fc.jsonValue({ maxDepth: 3 }),
  );
  const members = [
    ..."keyId targetKeyId aliasName tags tagKeys policy operations constraints grantId".split(" "),
    ..."userName roleName groupName policyArn policyName policyDocument versionId path".split(" "),
    ..."VpcEndpointId PolicyDocument ResetPolicy AddSubnetId vpcEndpoint unsuccessful".split(" "),
    ..."keyMetadata replicaKeyMetadata role user group arn item content __proto__".split(" "),
  ];
  const parameters = fc.oneof(
    scalar,
    fc.dictionary(
      fc.constantFrom(...members),
      fc.oneof(scalar, fc.dictionary(fc.constantFrom(...members), scalar)),
    ),
  );

  it("on any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(outcomes).toContain(parseRecord(json).outcome);
      }),
    );
  });

  it("on any record of its families", () => {
    const record = fc.record({
      call: fc.constantFrom(...names),
      requestParameters: parameters,
      wrap: fc.boolean(),
      responseElements: parameters,
      resources: fc.oneof(scalar, fc.array(fc.record({ ARN: scalar }))),
      userIdentity: scalar,
      additionalEventData: parameters,
    });
    fc.assert(
      fc.property(record, ({ call, wrap, requestParameters, ...rest }) => {
        const { eventName } = call;
        const parsed = parseRecord({
          ...kmsRecord(eventName),
          ...rest,
          ...call,
          requestParameters: wrap
            ? { [`${eventName}Request`]: requestParameters }
            : requestParameters,
        });
        expect(["change", "refused"]).toContain(parsed.outcome);
        if (parsed.outcome === "change") expect(parsed.changes).toHaveLength(1);
      }),
      { numRuns: 1000 },
    );
  });
});
