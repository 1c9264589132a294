import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { authorization } from "../../../lab/tap/moto-client.ts";
import { startTap, type Tap } from "../../../lab/tap/start-tap.ts";
import { type StubServer, startStub } from "./stub-server.ts";

const accountId = "111122223333";
const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";

describe("the tap", () => {
  let moto: StubServer;
  let ministack: StubServer;
  let tap: Tap;
  let failures: unknown[];

  beforeEach(async () => {
    // Its own: a record of the test before may still be under way.
    const own: unknown[] = [];
    failures = own;
    moto = await startStub(({ headers, body }) => {
      const target = headers["x-amz-target"];
      if (target === "TrentService.DescribeKey") return { body: "{}" };
      const isKnown = target === "TrentService.TagResource" && !body.includes("none");
      return isKnown
        ? { body: "{}", type: "text/html" }
        : { status: 500, type: "text/html", body: "<!doctype html>" };
    });
    ministack = await startStub(() => ({ body: '{"FailedEntryCount":0}' }));
    tap = await startTap({
      ...{ accountId, region: "us-west-2", motoUrl: moto.url, ministackUrl: ministack.url },
      status: () => ({ logs: "all well" }),
      onFailure: (error) => own.push(error),
    });
  });
  afterEach(async () => {
    await tap.stop();
    await Promise.all([moto.close(), ministack.close()]);
  });

  const kms = (operation: string, members: object) =>
    fetch(tap.url, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `TrentService.${operation}`,
        authorization: authorization("AKIA", "us-west-2", "kms"),
      },
      body: JSON.stringify(members),
    });
  const lab = (method: string, path: string, body?: object) =>
    fetch(`${tap.url}/_lab/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const records = async () =>
    (await (await lab("GET", "records")).json()) as Record<string, unknown>[];

  it("forwards, records and publishes a call", async () => {
    const KeyId = `arn:aws:kms:us-west-2:${accountId}:key/${keyId}`;
    const answer = await kms("TagResource", { KeyId, Tags: [{ TagKey: "a", TagValue: "b" }] });
    expect(answer.status).toBe(200);
    expect(JSON.parse(moto.asked[0]?.body ?? "")).toMatchObject({ KeyId: keyId });
    expect(await records()).toMatchObject([
      {
        eventName: "TagResource",
        requestParameters: { keyId: KeyId, tags: [{ tagKey: "a", tagValue: "b" }] },
        responseElements: { keyId: KeyId },
      },
    ]);
    await expect.poll(() => ministack.asked).toHaveLength(1);
    expect(failures).toEqual([]);
  });

  it("tells a missing key and a missing call from a broken emulator", async () => {
    const missing = await kms("CreateGrant", { KeyId: "none" });
    expect(missing.status).toBe(400);
    expect(await missing.json()).toMatchObject({ __type: "NotFoundException" });
    const unknown = await kms("CreateCustomKeyStore", {});
    expect(await unknown.json()).toMatchObject({ __type: "NotImplementedByLab" });
  });

  it("sends everything else to MiniStack", async () => {
    await fetch(tap.url, {
      method: "POST",
      headers: { authorization: authorization("AKIA", "us-west-2", "sqs") },
      body: "{}",
    });
    await fetch(`${tap.url}/unsigned`);
    expect(moto.asked).toEqual([]);
    expect(ministack.asked.map(({ body }) => body)).toEqual(["{}", ""]);
    expect(await records()).toEqual([]);
  });

  it("says who calls", async () => {
    const answer = await fetch(tap.url, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        authorization: authorization("AKIA", "us-west-2", "sts"),
      },
      body: "Action=GetCallerIdentity&Version=2011-06-15",
    });
    expect(await answer.text()).toContain(`arn:aws:iam::${accountId}:user/lab-administrator`);
  });

  it("fails calls as it is told, until it is told to stop", async () => {
    await lab("POST", "errors", { error: "throttling", operation: "TagResource" });
    const failed = await kms("TagResource", { KeyId: keyId });
    expect(await failed.json()).toMatchObject({ __type: "ThrottlingException" });
    expect(await records()).toMatchObject([{ errorCode: "ThrottlingException" }]);
    await lab("DELETE", "faults");
    expect((await kms("TagResource", { KeyId: keyId })).status).toBe(200);
  });

  it("publishes records that it is given, as it is told to deliver", async () => {
    await lab("POST", "deliveries", { delivery: { kind: "duplicate", copies: 2 } });
    await lab("POST", "records", { eventSource: "kms.amazonaws.com", awsRegion: "us-west-2" });
    expect(ministack.asked).toHaveLength(2);
  });

  it("tells how it is, and what it does not know", async () => {
    expect(await (await lab("GET", "status")).json()).toEqual({ logs: "all well" });
    expect((await lab("GET", "nothing")).status).toBe(404);
    expect((await lab("POST", "errors")).status).toBe(500);
    expect(failures).toHaveLength(1);
  });
});
