import { describe, expect, it } from "vitest";
import { compilePrincipalElement, roleByName } from "../../../src/policy/principal-element.ts";

const compile = (...principals: readonly (readonly [string, string])[]) =>
  compilePrincipalElement(
    principals.map(([type, value]) => ({ type, value })),
    false,
  );

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
describe("compilePrincipalElement", () => {
  const nobody = {
    not: false,
    anyone: false,
    anyAws: false,
    accounts: new Set(),
    arns: new Set(),
    rolesByName: new Set(),
    uniqueIds: new Set(),
    services: new Set(),
    federated: false,
  };

  it.each([
    [["*", "*"], { anyone: true }],
    [["AWS", "*"], { anyAws: true }],
    [["AWS", "111122223333"], { accounts: new Set(["111122223333"]) }],
    [["AWS", "arn:aws:iam::111122223333:root"], { accounts: new Set(["111122223333"]) }],
    [["AWS", "arn:aws-cn:iam::111122223333:root"], { accounts: new Set(["111122223333"]) }],
    [["AWS", "AIDAEXAMPLEID00000000"], { uniqueIds: new Set(["AIDAEXAMPLEID00000000"]) }],
    [["AWS", "AROAEXAMPLEID00000000"], { uniqueIds: new Set(["AROAEXAMPLEID00000000"]) }],
    [
      ["AWS", "arn:aws:iam::111122223333:user/division/alice"],
      { arns: new Set(["arn:aws:iam::111122223333:user/division/alice"]) },
    ],
    [
      ["AWS", "arn:aws:iam::111122223333:role/service/app"],
      {
        arns: new Set(["arn:aws:iam::111122223333:role/service/app"]),
        rolesByName: new Set(["111122223333:role/app"]),
      },
    ],
    [
      ["AWS", "arn:aws:sts::111122223333:assumed-role/app/job"],
      { arns: new Set(["arn:aws:sts::111122223333:assumed-role/app/job"]) },
    ],
    [
      ["AWS", "arn:aws:sts::111122223333:federated-user/fred"],
      { arns: new Set(["arn:aws:sts::111122223333:federated-user/fred"]) },
    ],
    [["Service", "s3.amazonaws.com"], { services: new Set(["s3.amazonaws.com"]) }],
    [["Federated", "accounts.google.com"], { federated: true }],
    [["CanonicalUser", "79a59df900b949e55d96a1e698fbaced"], {}],
  ] as const)("reads %j", (principal, expected) => {
    expect(compile(principal)).toEqual({ ...nobody, ...expected });
  });

  it.each([
    [
      "AWS",
      "arn:aws:iam::111122223333:group/admins",
      "the group `arn:aws:iam::111122223333:group/admins` cannot be a principal",
    ],
    [
      "AWS",
      "arn:aws:iam::111122223333:role/*",
      "the principal `arn:aws:iam::111122223333:role/*` holds a wildcard",
    ],
    ["AWS", "arn:aws:iam::*:root", "the principal `arn:aws:iam::*:root` holds a wildcard"],
    [
      "AWS",
      "arn:aws:iam::111122223333:user/a?",
      "the principal `arn:aws:iam::111122223333:user/a?` holds a wildcard",
    ],
    ["Service", "*", "the service principal `*` holds a wildcard"],
    ["Service", "*.amazonaws.com", "the service principal `*.amazonaws.com` holds a wildcard"],
    ["AWS", "alice", "`alice` is no principal"],
    ["AWS", "", "`` is no principal"],
    ["AWS", "11112222333", "`11112222333` is no principal"],
    ["AWS", "1111222233334", "`1111222233334` is no principal"],
    ["AWS", "AR01EXAMPLEID00000000", "`AR01EXAMPLEID00000000` is no principal"],
    ["AWS", "xAROAEXAMPLEID00000000", "`xAROAEXAMPLEID00000000` is no principal"],
    ["AWS", "AROAEXAMPLEID00000000:x", "`AROAEXAMPLEID00000000:x` is no principal"],
    ["AWS", "arn:aws:iam::1111222233334:root", "`arn:aws:iam::1111222233334:root` is no principal"],
    ["AWS", "arn:aws:iam::x11112222333:root", "`arn:aws:iam::x11112222333:root` is no principal"],
    ["AWS", "arn:aws:iam::x111122223333:root", "`arn:aws:iam::x111122223333:root` is no principal"],
    [
      "AWS",
      "arn:aws:sts::111122223333:my-assumed-role/app/job",
      "`arn:aws:sts::111122223333:my-assumed-role/app/job` is no principal",
    ],
    [
      "AWS",
      "arn:aws:kms:us-west-2:111122223333:key/a",
      "`arn:aws:kms:us-west-2:111122223333:key/a` is no principal",
    ],
    [
      "AWS",
      "arn:aws:iam::aws:policy/ReadOnlyAccess",
      "`arn:aws:iam::aws:policy/ReadOnlyAccess` is no principal",
    ],
    ["AWS", "arn:aws:iam::cloudfront:user/x", "`arn:aws:iam::cloudfront:user/x` is no principal"],
    [
      "AWS",
      "arn:aws:iam::111122223333:mfa/alice",
      "`arn:aws:iam::111122223333:mfa/alice` is no principal",
    ],
    ["AWS", "arn:aws:iam::111122223333:user/", "`arn:aws:iam::111122223333:user/` is no principal"],
    [
      "AWS",
      "arn:aws:iam::111122223333:rooted",
      "`arn:aws:iam::111122223333:rooted` is no principal",
    ],
    [
      "AWS",
      "arn:aws:iam::111122223333:assumed-role/a/b",
      "`arn:aws:iam::111122223333:assumed-role/a/b` is no principal",
    ],
    [
      "AWS",
      "arn:aws:sts::111122223333:assumed-role/app",
      "`arn:aws:sts::111122223333:assumed-role/app` is no principal",
    ],
    ["AWS", "arn:aws:sts::111122223333:root", "`arn:aws:sts::111122223333:root` is no principal"],
  ])("refuses %s %j", (type, value, reason) => {
    expect(compile(["*", "*"], [type, value])).toBe(reason);
  });

  it("gathers several values", () => {
    expect(
      compile(["AWS", "111122223333"], ["AWS", "444455556666"], ["Service", "s3.amazonaws.com"]),
    ).toEqual({
      ...nobody,
      accounts: new Set(["111122223333", "444455556666"]),
      services: new Set(["s3.amazonaws.com"]),
    });
  });

  it("keeps whether it is NotPrincipal", () => {
    expect(compilePrincipalElement([], true)).toEqual({ ...nobody, not: true });
  });
});

describe("roleByName", () => {
  it("leaves the path out", () => {
    expect(roleByName("111122223333", "role/app")).toBe("111122223333:role/app");
    expect(roleByName("111122223333", "role/a/b/app")).toBe("111122223333:role/app");
  });
});
