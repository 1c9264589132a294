import { describe, expect, it } from "vitest";
import { parseUsageSubject } from "../../../../src/access/usages/usages-subject.ts";

describe("parseUsageSubject", () => {
  it.each([
    ["Project", { kind: "tag", tagKey: "Project", value: null }],
    ["Project=Alpha", { kind: "tag", tagKey: "Project", value: "Alpha" }],
    ["Project=", { kind: "tag", tagKey: "Project", value: "" }],
    ["Project=a=b", { kind: "tag", tagKey: "Project", value: "a=b" }],
    ["team:cost", { kind: "tag", tagKey: "team:cost", value: null }],
    ["tag:vpc-123", { kind: "tag", tagKey: "vpc-123", value: null }],
    ["alias", { kind: "tag", tagKey: "alias", value: null }],
    ["alias/payroll", { kind: "alias", name: "alias/payroll", place: null }],
    ["alias:alias/payroll", { kind: "alias", name: "alias/payroll", place: null }],
    ["alias/pay*", { kind: "alias", name: "alias/pay*", place: null }],
    [
      "arn:aws:kms:eu-west-1:111122223333:alias/payroll",
      {
        kind: "alias",
        name: "alias/payroll",
        place: { account: "111122223333", region: "eu-west-1" },
      },
    ],
    ["vpce-0a1b", { kind: "network", id: "vpce-0a1b" }],
    ["vpc-0a1b", { kind: "network", id: "vpc-0a1b" }],
    ["vpc-", { kind: "tag", tagKey: "vpc-", value: null }],
  ])("reads %s", (text, subject) => {
    expect(parseUsageSubject(text)).toEqual(subject);
  });

  it.each(["", "=Alpha", "tag:", "arn:aws:kms:eu-west-1:111122223333:key/1"])(
    "refuses `%s`",
    (text) => {
      expect(parseUsageSubject(text)).toMatchObject({ code: "E_USAGE" });
    },
  );
});
