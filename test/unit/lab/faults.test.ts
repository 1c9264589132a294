import { describe, expect, it } from "vitest";
import { makeFaultBook } from "../../../lab/tap/faults/fault-book.ts";
import type { CloudTrailRecord } from "../../../lab/tap/records/make-record.ts";
import { queryCall, tapCall } from "./tap-call.ts";

const tag = tapCall({ service: "kms", operation: "TagResource" });
const record = {
  eventID: "e",
  eventName: "TagResource",
  eventSource: "kms.amazonaws.com",
  eventTime: "t",
  awsRegion: "us-west-2",
} satisfies CloudTrailRecord;

describe("error faults", () => {
  it("hit the calls that they name, so often as they say", () => {
    const faults = makeFaultBook();
    faults.addError({
      error: "throttling",
      service: "kms",
      operation: "TagResource",
      containing: "key-1",
      times: 1,
    });
    const other = tapCall({ service: "kms", operation: "UntagResource" });
    expect(faults.errorOf(other, "key-1")).toBeUndefined();
    expect(faults.errorOf(tapCall({ service: "iam", operation: "TagResource" }), "key-1")).toBe(
      undefined,
    );
    expect(faults.errorOf(tag, "key-2")).toBeUndefined();
    expect(faults.errorOf(tag, "key-1")).toMatchObject({ code: "ThrottlingException" });
    expect(faults.errorOf(tag, "key-1")).toBeUndefined();
  });

  it("are named as the service names them, or as they were given", () => {
    const faults = makeFaultBook();
    faults.addError({ error: "access-denied" });
    expect(faults.errorOf(tag, "")).toMatchObject({ code: "AccessDeniedException", status: 400 });
    const modify = queryCall("ec2", { Action: "ModifyVpcEndpoint" });
    expect(faults.errorOf(modify, "")).toMatchObject({ code: "UnauthorizedOperation" });
    const put = queryCall("iam", { Action: "PutRolePolicy" });
    expect(faults.errorOf(put, "")).toMatchObject({ code: "AccessDenied", status: 403 });
    faults.clear();
    expect(faults.errorOf(tag, "")).toBeUndefined();
    const error = { code: "KMSInternalException", message: "m", status: 500 };
    faults.addError({ error });
    expect(faults.errorOf(tag, "")).toEqual(error);
  });
});

describe("delivery faults", () => {
  it("hit the records that they name", () => {
    const faults = makeFaultBook();
    faults.addDelivery({ delivery: { kind: "drop" }, eventName: "UntagResource" });
    faults.addDelivery({ delivery: { kind: "drop" }, containing: "us-east-1" });
    expect(faults.deliveryOf(record)).toBeUndefined();
    expect(faults.deliveryOf({ ...record, awsRegion: "us-east-1" })).toEqual({ kind: "drop" });
    faults.addDelivery({ delivery: { kind: "duplicate", copies: 2 }, times: 1 });
    expect(faults.deliveryOf(record)).toEqual({ kind: "duplicate", copies: 2 });
    expect(faults.deliveryOf(record)).toBeUndefined();
  });
});
