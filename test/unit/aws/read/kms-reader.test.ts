import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  KMSServiceException,
  ListAliasesCommand,
  ListGrantsCommand,
  ListResourceTagsCommand,
} from "@aws-sdk/client-kms";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { makeKmsReader } from "../../../../src/aws/read/kms-reader.ts";

const keyArn = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const KeyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
const policy = '{"Version":"2012-10-17","Statement":[]}';

const client = new KMSClient({ region: "us-west-2" });
const kms = mockClient(client);
const reader = makeKmsReader(client);

const refusal = (name: string) =>
  new KMSServiceException({ name, $fault: "client", $metadata: {}, message: "no" });

beforeEach(() => {
  kms.reset();
  kms.on(DescribeKeyCommand).resolves({
    $metadata: { httpStatusCode: 200 },
    KeyMetadata: {
      KeyId,
      Arn: keyArn,
      AWSAccountId: "111122223333",
      KeyState: "Enabled",
      CreationDate: new Date("2026-11-01T00:00:00Z"),
    },
  });
  kms.on(GetKeyPolicyCommand).resolves({ Policy: policy, PolicyName: "default" });
  kms.on(ListResourceTagsCommand).resolves({ Tags: [], Truncated: false });
  kms.on(ListAliasesCommand).resolves({ Aliases: [], Truncated: false });
  kms.on(ListGrantsCommand).resolves({ Grants: [], Truncated: false });
});

describe("reading a key", () => {
  it("gives its parts as the AWS CLI prints them", async () => {
    kms.on(ListResourceTagsCommand).resolves({ Tags: [{ TagKey: "Project", TagValue: "Alpha" }] });
    kms
      .on(ListAliasesCommand)
      .resolves({ Aliases: [{ AliasName: "alias/payroll", TargetKeyId: KeyId }] });
    kms
      .on(ListGrantsCommand)
      .resolves({ Grants: [{ GrantId: "g1", CreationDate: new Date("2026-11-02T00:00:00Z") }] });
    expect(await reader.readKey(keyArn)).toEqual({
      metadata: {
        KeyId,
        Arn: keyArn,
        AWSAccountId: "111122223333",
        KeyState: "Enabled",
        CreationDate: "2026-11-01T00:00:00.000Z",
      },
      policy,
      tags: [{ TagKey: "Project", TagValue: "Alpha" }],
      aliases: [{ AliasName: "alias/payroll", TargetKeyId: KeyId }],
      grants: [{ GrantId: "g1", CreationDate: "2026-11-02T00:00:00.000Z" }],
    });
    expect(kms.commandCalls(GetKeyPolicyCommand)[0]?.args[0].input).toEqual({
      KeyId: keyArn,
      PolicyName: "default",
    });
  });

  it("reads every page of tags, aliases and grants by the marker, whatever Truncated says", async () => {
    kms
      .on(ListResourceTagsCommand)
      .resolves({ Tags: [{ TagKey: "A", TagValue: "1" }], NextMarker: "t2", Truncated: false })
      .on(ListResourceTagsCommand, { KeyId: keyArn, Marker: "t2" })
      .resolves({ Tags: [{ TagKey: "B", TagValue: "2" }], Truncated: true });
    kms
      .on(ListAliasesCommand)
      .resolves({ Aliases: [], NextMarker: "a2", Truncated: true })
      .on(ListAliasesCommand, { KeyId: keyArn, Marker: "a2" })
      .resolves({ Aliases: [{ AliasName: "alias/a" }], NextMarker: "a3" })
      .on(ListAliasesCommand, { KeyId: keyArn, Marker: "a3" })
      .resolves({ Aliases: [{ AliasName: "alias/b" }] });
    kms
      .on(ListGrantsCommand)
      .resolves({ Grants: [{ GrantId: "g1" }], NextMarker: "g2" })
      .on(ListGrantsCommand, { KeyId: keyArn, Marker: "g2" })
      .resolves({ Grants: [{ GrantId: "g2" }] });
    expect(await reader.readKey(keyArn)).toMatchObject({
      tags: [{ TagKey: "A" }, { TagKey: "B" }],
      aliases: [{ AliasName: "alias/a" }, { AliasName: "alias/b" }],
      grants: [{ GrantId: "g1" }, { GrantId: "g2" }],
    });
  });

  it.each([
    ["policy", GetKeyPolicyCommand],
    ["tags", ListResourceTagsCommand],
    ["aliases", ListAliasesCommand],
    ["grants", ListGrantsCommand],
  ] as const)("says of its %s alone that AWS refused it", async (part, command) => {
    kms.on(command as typeof GetKeyPolicyCommand).rejects(refusal("AccessDeniedException"));
    const key = await reader.readKey(keyArn);
    const parts = { policy, tags: [], aliases: [], grants: [] };
    const unreadable = { unreadable: "AccessDeniedException" };
    expect(key).toMatchObject({ metadata: { Arn: keyArn }, ...parts, [part]: unreadable });
  });

  it("takes a list of which one page is refused for unreadable as a whole", async () => {
    kms
      .on(ListGrantsCommand)
      .resolves({ Grants: [{ GrantId: "g1" }], NextMarker: "g2" })
      .on(ListGrantsCommand, { KeyId: keyArn, Marker: "g2" })
      .rejects(refusal("AccessDeniedException"));
    expect(await reader.readKey(keyArn)).toMatchObject({
      grants: { unreadable: "AccessDeniedException" },
    });
  });

  it.each(["ThrottlingException", "DependencyTimeoutException"])(
    "fails on what may go otherwise the next time: %s",
    async (name) => {
      kms.on(ListGrantsCommand).rejects(refusal(name));
      await expect(reader.readKey(keyArn)).rejects.toMatchObject({ name });
    },
  );

  it("fails when AWS itself is at fault", async () => {
    const fault = {
      name: "KMSInternalException",
      $fault: "server",
      $metadata: {},
      message: "",
    } as const;
    kms.on(GetKeyPolicyCommand).rejects(new KMSServiceException(fault));
    await expect(reader.readKey(keyArn)).rejects.toMatchObject({ name: fault.name });
  });

  it("knows no more than the ARN when the metadata is refused", async () => {
    kms.on(DescribeKeyCommand).rejects(refusal("AccessDeniedException"));
    expect(await reader.readKey(keyArn)).toMatchObject({ metadata: { Arn: keyArn }, policy });
  });

  it("tells that there is no such key", async () => {
    for (const command of [DescribeKeyCommand, GetKeyPolicyCommand, ListGrantsCommand]) {
      kms.on(command as typeof DescribeKeyCommand).rejects(refusal("NotFoundException"));
    }
    expect(await reader.readKey(keyArn)).toBeNull();
  });

  it("fails on what is no answer of KMS", async () => {
    kms.on(ListAliasesCommand).rejects(new Error("socket hang up"));
    await expect(reader.readKey(keyArn)).rejects.toThrow("socket hang up");
  });
});
