import { describe, expect, it } from "vitest";
import { parseArn } from "../../../src/account/arn.ts";

describe("parseArn", () => {
  it("splits an ARN into its segments and leaves the resource whole", () => {
    expect(parseArn("arn:aws-cn:logs:cn-north-1:111122223333:log-group:a:*")).toEqual({
      partition: "aws-cn",
      service: "logs",
      region: "cn-north-1",
      account: "111122223333",
      resource: "log-group:a:*",
    });
    expect(parseArn("arn:aws:iam::111122223333:role/a")).toEqual({
      partition: "aws",
      service: "iam",
      region: "",
      account: "111122223333",
      resource: "role/a",
    });
  });

  it.each(["", "alias/payroll", "arn:aws:kms:us-west-2", "urn:aws:kms:us-west-2:1:key/a"])(
    "knows that %j is none",
    (text) => {
      expect(parseArn(text)).toBeNull();
    },
  );
});
