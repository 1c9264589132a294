import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Call } from "../../../lab/tap/call.ts";
import { userIdentity } from "../../../lab/tap/identities/user-identity.ts";
import { asObject, asText } from "../../../lab/tap/json.ts";
import type { KmsFacts } from "../../../lab/tap/records/kms-elements.ts";
import { makeRecord } from "../../../lab/tap/records/make-record.ts";
import { isRecorded } from "../../../lab/tap/records/recorded.ts";
import { replicaRecord } from "../../../lab/tap/records/replica-record.ts";
import type { ServiceError } from "../../../lab/tap/service-error.ts";
import { queryCall, sampleRecord, tapCall, upperCamel } from "./tap-call.ts";

const accountId = "111122223333";
const keyArn = `arn:aws:kms:us-west-2:${accountId}:key/1a2b3c4d-5e6f-1a2b-3c4d-5e6f1a2b3c4d`;
const identity = userIdentity({
  accountId,
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  arn: `arn:aws:iam::${accountId}:user/division/alice`,
  userId: "AIDAALICEEXAMPLE",
});

function record(call: Call, outcome: string | ServiceError, facts: Partial<KmsFacts> = {}) {
  const time = new Date("2026-11-04T09:08:07.654Z");
  return makeRecord({
    ...{ call, outcome, identity, time, requestId: "r-1" },
    facts: { accountId, ...facts },
  });
}

const read = (path: string) => readFileSync(path, "utf8");

describe("a record", () => {
  const call = tapCall({ service: "kms", operation: "TagResource", json: { KeyId: keyArn } });

  it("says who called when, where and how", () => {
    expect(record(call, "{}")).toMatchObject({
      eventVersion: "1.11",
      userIdentity: { type: "IAMUser", userName: "alice", principalId: "AIDAALICEEXAMPLE" },
      eventTime: "2026-11-04T09:08:07Z",
      eventSource: "kms.amazonaws.com",
      eventName: "TagResource",
      awsRegion: "us-west-2",
      sourceIPAddress: "127.0.0.1",
      userAgent: "aws-cli/2",
      requestID: "r-1",
      readOnly: false,
      eventType: "AwsApiCall",
      managementEvent: true,
      eventCategory: "Management",
      recipientAccountId: accountId,
    });
    expect(record(call, "{}")).not.toHaveProperty("errorCode");
    expect(record(call, "{}").eventID).not.toBe(record(call, "{}").eventID);
  });

  it("leaves out what was asked for where that is too long", () => {
    const Description = "x".repeat(100 * 1024);
    const long = { ...call, json: { KeyId: keyArn, Description } };
    expect(record(long, "{}")).not.toHaveProperty("requestParameters");
    expect(record(call, "{}")).toHaveProperty("requestParameters");
  });

  it("has no error, response or secret that it should not have", () => {
    const refused = { code: "AccessDeniedException", message: "no", status: 400 };
    expect(record(call, refused)).toMatchObject({
      errorCode: "AccessDenied",
      errorMessage: "no",
      requestParameters: null,
      responseElements: null,
      resources: [{ ARN: keyArn }],
    });
    const missing = { code: "NotFoundException", message: "none", status: 400 };
    expect(record(call, missing)).toMatchObject({
      errorCode: "NotFoundException",
      requestParameters: { keyId: keyArn },
    });
    const granted = tapCall({ service: "kms", operation: "CreateGrant", json: { KeyId: keyArn } });
    expect(
      record(granted, JSON.stringify({ GrantId: "g", GrantToken: "secret" }))["responseElements"],
    ).toEqual({ grantId: "g", keyId: keyArn });
  });
});

describe("a record of KMS has the shape of the sample of", () => {
  const region = "us-west-2";
  // Samples of before December 2022 have no response.
  const facts: Readonly<Record<string, Partial<KmsFacts>>> = {
    DeleteAlias: { keyId: keyArn },
    RetireGrant: {
      keyId: keyArn,
      grantId: "abcde1237f76e4ba7987489ac329fbfba6ad343d6f7075dbd1ef191f0120514a",
    },
    ScheduleKeyDeletion: { keyState: "PendingDeletion" },
  };
  /** What KMS answered, as far as the record shows it. */
  const replyOf = (name: string, response: unknown) => {
    const seconds = (date: unknown) => Date.parse(`${asText(date)} UTC`) / 1_000;
    const reply = asObject(upperCamel(response ?? {}));
    for (const member of ["KeyMetadata", "ReplicaKeyMetadata"]) {
      const metadata = asObject(reply[member]);
      if (member in reply) {
        Object.assign(metadata, { CreationDate: seconds(metadata["CreationDate"]) });
      }
    }
    return name === "ScheduleKeyDeletion"
      ? { ...reply, DeletionDate: seconds(reply["DeletionDate"]) }
      : reply;
  };

  it.each([
    "TagResource",
    "UntagResource",
    "CreateAlias",
    "UpdateAlias",
    "DeleteAlias",
    "PutKeyPolicy",
    "CreateGrant",
    "CreateGrant-service-principal",
    "RevokeGrant",
    "RetireGrant",
    "CreateKey",
    "ReplicateKey",
    "DisableKey",
    "EnableKey",
    "ScheduleKeyDeletion",
    "CancelKeyDeletion",
  ])("%s", (name) => {
    const sample = sampleRecord(read, name);
    const operation = asText(sample["eventName"]) ?? "";
    const json = asObject(upperCamel(sample["requestParameters"]));
    const reply = JSON.stringify(replyOf(operation, sample["responseElements"]));
    const made = record(
      tapCall({ service: "kms", operation, region, json }),
      reply,
      facts[operation],
    );
    expect(made["requestParameters"]).toEqual(sample["requestParameters"]);
    expect(made["additionalEventData"]).toEqual(sample["additionalEventData"]);
    if (sample["responseElements"] !== null) {
      expect(made["responseElements"]).toEqual(sample["responseElements"]);
    }
    const resources = sample["resources"] as object[];
    expect(made["resources"]).toEqual(
      resources.map((resource) => ({ type: "AWS::KMS::Key", ...resource })),
    );
  });

  it("CreateKey in the replica's Region", () => {
    const sample = sampleRecord(read, "CreateKey-replica");
    const { requestParameters, responseElements } = sampleRecord(read, "ReplicateKey");
    const replicated = record(
      tapCall({
        service: "kms",
        operation: "ReplicateKey",
        json: asObject(upperCamel(requestParameters)),
      }),
      JSON.stringify(replyOf("ReplicateKey", responseElements)),
    );
    const made = replicaRecord(replicated);
    for (const member of ["awsRegion", "eventName", "requestParameters", "resources"]) {
      expect(made?.[member]).toEqual(sample[member]);
    }
    expect(made?.["responseElements"]).toEqual(sample["responseElements"]);
    expect(made?.["userIdentity"]).toMatchObject({ invokedBy: "kms.amazonaws.com" });
    expect(made?.eventID).not.toBe(replicated.eventID);
    expect(replicaRecord(record(tapCall({ service: "kms", operation: "X" }), "{}"))).toBe(
      undefined,
    );
  });

  it("members that were not asked for and are recorded all the same", () => {
    const created = record(tapCall({ service: "kms", operation: "CreateKey" }), "{}");
    expect(created["requestParameters"]).toEqual({
      bypassPolicyLockoutSafetyCheck: false,
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
      description: "",
      keySpec: "SYMMETRIC_DEFAULT",
      keyUsage: "ENCRYPT_DECRYPT",
      multiRegion: false,
      origin: "AWS_KMS",
    });
  });
});

describe("a record of VPC endpoints", () => {
  const create = queryCall("ec2", {
    Action: "CreateVpcEndpoint",
    Version: "2016-11-15",
    VpcId: "vpc-1",
    PrivateDnsEnabled: "true",
    "SubnetId.1": "subnet-1",
    "SubnetId.2": "subnet-2",
    "SecurityGroupId.1": "sg-1",
    "TagSpecification.1.ResourceType": "vpc-endpoint",
    "TagSpecification.1.Tag.1.Key": "Name",
    "TagSpecification.1.Tag.1.Value": "kms-new",
  });
  const reply = `<?xml version="1.0"?><CreateVpcEndpointResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
    <requestId>r-2</requestId><vpcEndpoint><vpcEndpointId>vpce-1</vpcEndpointId><ownerId>011122223333</ownerId>
    <policyDocument>{&quot;Statement&quot;:[]}</policyDocument><routeTableIdSet/><privateDnsEnabled>true</privateDnsEnabled>
    <subnetIdSet><item>subnet-1</item><item>subnet-2</item></subnetIdSet>
    <groupSet><item><groupId>sg-1</groupId></item></groupSet></vpcEndpoint></CreateVpcEndpointResponse>`;

  it("is what a converter makes of XML, in wrappers", () => {
    expect(record(create, reply)).toMatchObject({
      eventSource: "ec2.amazonaws.com",
      requestParameters: {
        CreateVpcEndpointRequest: {
          VpcId: "vpc-1",
          PrivateDnsEnabled: true,
          SubnetId: [
            { tag: 1, content: "subnet-1" },
            { tag: 2, content: "subnet-2" },
          ],
          SecurityGroupId: { tag: 1, content: "sg-1" },
          TagSpecification: {
            tag: 1,
            ResourceType: "vpc-endpoint",
            Tag: { tag: 1, Key: "Name", Value: "kms-new" },
          },
        },
      },
      responseElements: {
        CreateVpcEndpointResponse: {
          xmlns: "http://ec2.amazonaws.com/doc/2016-11-15/",
          requestId: "r-2",
          vpcEndpoint: {
            vpcEndpointId: "vpce-1",
            ownerId: 11122223333,
            policyDocument: '{"Statement":[]}',
            routeTableIdSet: "",
            privateDnsEnabled: true,
            subnetIdSet: { item: ["subnet-1", "subnet-2"] },
            groupSet: { item: { groupId: "sg-1" } },
          },
        },
      },
    });
    expect(record(create, reply)).not.toHaveProperty("resources");
  });

  it("keeps what was asked for when it fails, and prefixes the error", () => {
    const refused = { code: "UnauthorizedOperation", message: "no", status: 403 };
    expect(record(create, refused)).toMatchObject({
      errorCode: "Client.UnauthorizedOperation",
      requestParameters: { CreateVpcEndpointRequest: { VpcId: "vpc-1" } },
      responseElements: null,
    });
    const broken = { code: "Unavailable", message: "later", status: 503 };
    expect(record(create, broken)).toMatchObject({ errorCode: "Server.Unavailable" });
  });
});

describe("a record of IAM", () => {
  it("has lower camel case, typed members and no response for most calls", () => {
    const call = queryCall("iam", {
      Action: "CreatePolicyVersion",
      Version: "2010-05-08",
      PolicyArn: "arn",
      PolicyDocument: '{"Version":"2012-10-17"}',
      SetAsDefault: "true",
    });
    const version =
      "<PolicyVersion><VersionId>v3</VersionId><IsDefaultVersion>true</IsDefaultVersion><CreateDate>2026-11-04T19:37:08Z</CreateDate></PolicyVersion>";
    const reply = `<CreatePolicyVersionResponse><CreatePolicyVersionResult>${version}</CreatePolicyVersionResult></CreatePolicyVersionResponse>`;
    const { requestParameters, responseElements } = sampleRecord(read, "CreatePolicyVersion");
    const made = record({ ...call, region: "eu-west-1" }, reply);
    expect(made).toMatchObject({ awsRegion: "us-east-1", eventSource: "iam.amazonaws.com" });
    expect(made["responseElements"]).toEqual(responseElements);
    expect(Object.keys(asObject(made["requestParameters"]))).toEqual(
      Object.keys(asObject(requestParameters)),
    );
    expect(asObject(made["requestParameters"])["setAsDefault"]).toBe(true);
    const put = queryCall("iam", { Action: "PutRolePolicy", RoleName: "r" });
    expect(record(put, "<PutRolePolicyResponse/>")["responseElements"]).toBeNull();
  });

  it("leaves out lists and structures that are empty", () => {
    const call = queryCall("iam", { Action: "CreateServiceLinkedRole", AWSServiceName: "x" });
    const role = "<RoleName>r</RoleName><Tags/><RoleLastUsed>\n</RoleLastUsed>";
    const reply = `<R><CreateServiceLinkedRoleResult><Role>${role}</Role></CreateServiceLinkedRoleResult></R>`;
    expect(record(call, reply)).toHaveProperty("responseElements", { role: { roleName: "r" } });
  });

  it("lists tags and tag keys", () => {
    const tag = queryCall("iam", {
      Action: "TagRole",
      RoleName: "orders-app",
      "Tags.member.1.Key": "Project",
      "Tags.member.1.Value": "Payroll",
    });
    expect(record(tag, "")["requestParameters"]).toEqual(
      sampleRecord(read, "TagRole")["requestParameters"],
    );
    const untag = queryCall("iam", {
      Action: "UntagRole",
      RoleName: "payroll-app",
      "TagKeys.member.1": "Project",
    });
    expect(record(untag, "")["requestParameters"]).toEqual(
      sampleRecord(read, "UntagRole")["requestParameters"],
    );
  });

  it("names errors as exceptions, and hides secrets", () => {
    const call = queryCall("iam", { Action: "DeleteRole", RoleName: "r" });
    const missing = { code: "NoSuchEntity", message: "none", status: 404 };
    expect(record(call, missing)).toMatchObject({ errorCode: "NoSuchEntityException" });
    const created = queryCall("iam", { Action: "CreateAccessKey", UserName: "u" });
    const key =
      "<AccessKey><AccessKeyId>AKIA</AccessKeyId><SecretAccessKey>s3cret</SecretAccessKey></AccessKey>";
    const reply = `<CreateAccessKeyResponse><CreateAccessKeyResult>${key}</CreateAccessKeyResult></CreateAccessKeyResponse>`;
    expect(record(created, reply)["responseElements"]).toEqual({
      accessKey: { accessKeyId: "AKIA" },
    });
  });
});

describe("what is recorded", () => {
  it.each([
    ["kms", "TagResource", true],
    ["kms", "ImportKeyMaterial", true],
    ["kms", "Decrypt", false],
    ["kms", "GenerateDataKey", false],
    ["kms", "ListKeys", false],
    ["ec2", "ModifyVpcEndpoint", true],
    ["ec2", "CreateVpc", false],
    ["ec2", "DescribeVpcEndpoints", false],
    ["iam", "PutRolePolicy", true],
    ["iam", "GetRole", false],
    ["organizations", "AttachPolicy", true],
    ["organizations", "ListPolicies", false],
    ["sqs", "SendMessage", false],
    ["kms", "", false],
  ])("%s %s: %s", (service, operation, isIt) => {
    expect(isRecorded(tapCall({ service, operation }))).toBe(isIt);
    expect(isRecorded(tapCall({ service, operation, isUnrecorded: true }))).toBe(false);
  });
});
