import { describe, expect, it } from "vitest";
import { keyArn, keyId, kmsRecord, readChange, refusal, toldChanges } from "../sample-record.ts";

const unreadable = { unreadable: "NotInCloudTrailRecord" };
const policy = '{"Version":"2012-10-17","Statement":[]}';
const keyMetadata = {
  aWSAccountId: "111122223333",
  keyId,
  arn: keyArn,
  creationDate: "Aug 10, 2022, 10:38:27 PM",
  enabled: true,
  description: "",
  keyUsage: "ENCRYPT_DECRYPT",
  keyState: "Enabled",
  origin: "AWS_KMS",
  keyManager: "CUSTOMER",
  customerMasterKeySpec: "SYMMETRIC_DEFAULT",
  keySpec: "SYMMETRIC_DEFAULT",
  encryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
  multiRegion: false,
};
const metadata = {
  Arn: keyArn,
  KeyId: keyId,
  AWSAccountId: "111122223333",
  Enabled: true,
  KeyState: "Enabled",
  KeySpec: "SYMMETRIC_DEFAULT",
  CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
  KeyUsage: "ENCRYPT_DECRYPT",
  KeyManager: "CUSTOMER",
  Origin: "AWS_KMS",
  Description: "",
  EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
  MultiRegion: false,
};
const replicaArn = "arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab";
const primaryArn = "arn:aws:kms:us-west-2:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab";
const replicaMetadata = {
  ...keyMetadata,
  arn: replicaArn,
  keyId: "mrk-1234abcd12ab34cd56ef1234567890ab",
  enabled: false,
  keyState: "Creating",
  multiRegion: true,
  multiRegionConfiguration: {
    multiRegionKeyType: "REPLICA",
    primaryKey: { arn: primaryArn, region: "us-west-2" },
    replicaKeys: [{ arn: replicaArn, region: "eu-west-1" }],
  },
};
const replica = {
  ...metadata,
  Arn: replicaArn,
  KeyId: "mrk-1234abcd12ab34cd56ef1234567890ab",
  MultiRegion: true,
  MultiRegionConfiguration: {
    MultiRegionKeyType: "REPLICA",
    PrimaryKey: { Arn: primaryArn, Region: "us-west-2" },
    ReplicaKeys: [{ Arn: replicaArn, Region: "eu-west-1" }],
  },
};

const created = (requestParameters: unknown, recorded: object | null = keyMetadata) =>
  kmsRecord("CreateKey", {
    requestParameters,
    responseElements: recorded && { keyMetadata: recorded },
  });

describe("CreateKey", () => {
  it("tells policy and tags of the request", () => {
    const tags = [{ tagKey: "Project", tagValue: "Alpha" }];
    expect(toldChanges(created({ policy, tags, multiRegion: false }))).toEqual([
      {
        kind: "key-created",
        metadata,
        policy,
        tags: [{ TagKey: "Project", TagValue: "Alpha" }],
      },
    ]);
  });

  it("gives the default policy to a key without one", () => {
    expect(toldChanges(created({ description: "" }))).toEqual([
      { kind: "key-created", metadata, policy: null, tags: [] },
    ]);
  });

  it("takes the account from the ARN, however its member is spelt", () => {
    const { aWSAccountId: AWSAccountId, ...rest } = keyMetadata;
    expect(toldChanges(created({}, { AWSAccountId, ...rest }))).toMatchObject([{ metadata }]);
    expect(toldChanges(created({}, rest))).toMatchObject([{ metadata }]);
  });

  it("takes the key from the resources when the response does not tell it", () => {
    expect(readChange(created({}, null))).toEqual({
      changes: [{ kind: "key-created", metadata: { Arn: keyArn }, policy: null, tags: [] }],
      readLive: true,
    });
  });

  it("completes the key id where the response has no ARN", () => {
    const { arn: _, ...rest } = keyMetadata;
    const record = { ...created({}, rest), resources: null };
    expect(toldChanges(record)).toMatchObject([{ metadata }]);
  });

  it("tells neither policy nor tags without the request", () => {
    expect(readChange(created(null))).toEqual({
      changes: [{ kind: "key-created", metadata, policy: unreadable, tags: unreadable }],
      readLive: true,
    });
  });

  it("leaves the policy of a replica to ReplicateKey", () => {
    expect(readChange(created({ description: "" }, replicaMetadata))).toEqual({
      changes: [{ kind: "key-created", metadata: replica, policy: unreadable, tags: unreadable }],
      readLive: true,
    });
  });

  it("takes the policy that a replica's record tells after all", () => {
    expect(toldChanges(created({ policy }, replicaMetadata))).toEqual([
      { kind: "key-created", metadata: replica, policy, tags: [] },
    ]);
  });

  it("refuses metadata of a wrong type, and a record without a key", () => {
    expect(refusal(created({}, { ...keyMetadata, keyState: 1 })).message).toBe(
      "`CreateKey`: `responseElements.keyMetadata.keyState` is malformed: expected string",
    );
    const nowhere = { ...created({}, null), resources: [] };
    expect(refusal(nowhere).message).toBe(
      "`CreateKey`: no ARN of the new KMS key in `responseElements.keyMetadata`",
    );
  });
});

describe("ReplicateKey", () => {
  const replicated = (requestParameters: unknown, response: object = {}) =>
    kmsRecord("ReplicateKey", {
      requestParameters,
      responseElements: {
        replicaKeyMetadata: replicaMetadata,
        replicaPolicy: policy,
        replicaTags: [],
        ...response,
      },
    });

  it("tells the replica, in the state it will settle in, with its own policy", () => {
    const requestParameters = { keyId, replicaRegion: "eu-west-1" };
    expect(toldChanges(replicated(requestParameters))).toEqual([
      { kind: "key-created", metadata: replica, policy, tags: [] },
    ]);
  });

  it("settles without key material where that has to be imported", () => {
    const replicaKeyMetadata = { ...replicaMetadata, origin: "EXTERNAL" };
    expect(toldChanges(replicated({ keyId }, { replicaKeyMetadata }))).toMatchObject([
      { metadata: { KeyState: "PendingImport", Enabled: false } },
    ]);
  });

  it("tells the tags of the request, else of the response", () => {
    const tags = [{ tagKey: "Project", tagValue: "Alpha" }];
    const Tags = [{ TagKey: "Project", TagValue: "Alpha" }];
    expect(toldChanges(replicated({ keyId, tags }))).toMatchObject([{ tags: Tags }]);
    expect(toldChanges(replicated(null, { replicaTags: tags }))).toMatchObject([{ tags: Tags }]);
  });

  it("has the default policy when neither tells one, unless the request was left out", () => {
    expect(toldChanges(replicated({ keyId }, { replicaPolicy: null }))).toMatchObject([
      { policy: null },
    ]);
    const without = replicated(null, { replicaPolicy: null, replicaTags: null });
    expect(readChange(without)).toMatchObject({
      changes: [{ policy: unreadable, tags: unreadable }],
      readLive: true,
    });
  });

  it("refuses a record without the replica", () => {
    expect(refusal(replicated({ keyId }, { replicaKeyMetadata: null })).code).toBe(
      "E_RECORD_MALFORMED",
    );
    expect(refusal(replicated({ keyId }, { replicaPolicy: "{" })).code).toBe("E_RECORD_MALFORMED");
    expect(refusal(replicated({ keyId }, { replicaPolicy: {} })).message).toBe(
      "`ReplicateKey`: `responseElements.replicaPolicy` is malformed: expected string",
    );
  });
});
