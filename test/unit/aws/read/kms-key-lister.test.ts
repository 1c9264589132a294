import { KMSClient, KMSServiceException, ListKeysCommand } from "@aws-sdk/client-kms";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { makeKeyLister } from "../../../../src/aws/read/kms-key-lister.ts";

const client = new KMSClient({ region: "us-west-2" });
const kms = mockClient(client);
const lister = makeKeyLister(client);
const arn = (id: number) => `arn:aws:kms:us-west-2:111122223333:key/${id}`;
const fails = (name: string, $fault: "client" | "server") =>
  kms.on(ListKeysCommand).rejects(new KMSServiceException({ name, $fault, $metadata: {} }));

beforeEach(() => kms.reset());

describe("the lister of keys", () => {
  it("gives a page, and where the next begins", async () => {
    kms
      .on(ListKeysCommand, { Limit: 100 })
      .resolves({ Keys: [{ KeyArn: arn(1) }, {}], Truncated: true, NextMarker: "2" })
      .on(ListKeysCommand, { Limit: 100, Marker: "2" })
      .resolves({ Keys: [{ KeyArn: arn(2) }], Truncated: false });
    expect(await lister.listKeys(null)).toEqual({ keyArns: [arn(1)], next: "2" });
    expect(await lister.listKeys("2")).toEqual({ keyArns: [arn(2)], next: null });
    expect(kms.commandCalls(ListKeysCommand)[0]?.args[0].input).toEqual({ Limit: 100 });
  });

  it("goes by the marker alone, and takes an empty one for none", async () => {
    kms.on(ListKeysCommand).resolves({ Keys: [], Truncated: true, NextMarker: "" });
    expect(await lister.listKeys(null)).toEqual({ keyArns: [], next: null });
    kms.on(ListKeysCommand).resolves({ Truncated: false, NextMarker: "3" });
    expect(await lister.listKeys(null)).toEqual({ keyArns: [], next: "3" });
  });

  it("is unreadable where KMS refuses, and fails where KMS is busy", async () => {
    fails("AccessDeniedException", "client");
    expect(await lister.listKeys(null)).toEqual({ unreadable: "AccessDeniedException" });
    fails("ThrottlingException", "client");
    await expect(lister.listKeys(null)).rejects.toMatchObject({ name: "ThrottlingException" });
    fails("KMSInternalException", "server");
    await expect(lister.listKeys(null)).rejects.toMatchObject({ name: "KMSInternalException" });
  });
});
