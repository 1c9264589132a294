import { describe, expect, it } from "vitest";
import {
  compilePrincipalElement,
  isExempted,
  MATCHED_BY,
  matchPrincipalList,
  type PrincipalElement,
  type RequestPrincipal,
} from "../../../src/policy/principal.ts";

const account = "111122223333";
const accountArn = `arn:aws:iam::${account}:root`;
const userArn = `arn:aws:iam::${account}:user/alice`;
const roleArn = `arn:aws:iam::${account}:role/team/app`;
const sessionArn = `arn:aws:sts::${account}:assumed-role/app/job`;
const federatedArn = `arn:aws:sts::${account}:federated-user/fred`;

const make = (
  kind: RequestPrincipal["kind"],
  id: string,
  rest: Partial<RequestPrincipal> = {},
): RequestPrincipal => ({
  kind,
  id,
  account,
  arn: id,
  sessionArn: null,
  uniqueId: null,
  hasBoundary: false,
  ...rest,
});

const PRINCIPALS = {
  user: make("user", userArn, { uniqueId: "AIDAEXAMPLEALICE00000" }),
  role: make("role", roleArn, { uniqueId: "AROAEXAMPLEAPP0000000" }),
  session: make("session", sessionArn, {
    arn: roleArn,
    sessionArn,
    uniqueId: "AROAEXAMPLEAPP0000000",
  }),
  /** A session of a role that no inventory lists: the path of its ARN is a guess. */
  unlisted: make("session", sessionArn, { arn: `arn:aws:iam::${account}:role/app`, sessionArn }),
  unlistedRole: make("role", `arn:aws:iam::${account}:role/app`),
  federated: make("federated-user", federatedArn, { sessionArn: federatedArn }),
  root: make("root", accountArn),
  account: make("account", accountArn, { arn: null }),
  service: make("service", "s3.amazonaws.com", { account: null, arn: null }),
  anyone: make("anyone", "*", { account: null, arn: null }),
};

function element(...principals: readonly string[]): PrincipalElement {
  const compiled = compilePrincipalElement(
    principals.map((value) => {
      if (value === "*") return { type: "*", value };
      return value.endsWith(".com")
        ? { type: "Service", value }
        : { type: "AWS", value: value.replace("AWS ", "") };
    }),
    false,
  );
  if (typeof compiled === "string") throw new Error(compiled);
  return compiled;
}

/** The names of the bits, joined. */
function matchedBy(list: PrincipalElement, principal: RequestPrincipal): string {
  const matched = matchPrincipalList(list, principal);
  return Object.entries(MATCHED_BY)
    .filter(([, bit]) => (matched & bit) !== 0)
    .map(([name]) => name)
    .join(" ");
}

type Name = keyof typeof PRINCIPALS;

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
describe("matchPrincipalList", () => {
  it.each<[string, Name, string]>([
    ["*", "user", "anyone"],
    ["AWS *", "user", "anyone"],
    ["*", "anyone", "anyone"],
    ["AWS *", "account", "anyone"],
    ["*", "service", "anyone"],
    ["AWS *", "service", "undocumented"],
    ["s3.amazonaws.com", "service", "itself"],
    ["ec2.amazonaws.com", "service", ""],
    ["s3.amazonaws.com", "user", ""],
    [account, "user", "account"],
    [accountArn, "user", "account"],
    [account, "session", "account"],
    [account, "federated", "account"],
    [account, "account", "account"],
    [account, "root", "account itself"],
    ["444455556666", "root", ""],
    ["444455556666", "user", ""],
    [account, "anyone", ""],
    [account, "service", ""],
    [userArn, "user", "itself"],
    [userArn, "root", ""],
    [`arn:aws:iam::${account}:user/Alice`, "user", ""],
    ["AIDAEXAMPLEALICE00000", "user", "itself"],
    ["AIDAEXAMPLEGONE000000", "user", ""],
    [roleArn, "role", "role"],
    [roleArn, "session", "role"],
    [roleArn, "user", ""],
    ["AROAEXAMPLEAPP0000000", "session", "role"],
    [sessionArn, "session", "itself"],
    [sessionArn, "role", ""],
    [`arn:aws:sts::${account}:assumed-role/app/other`, "session", ""],
    [federatedArn, "federated", "itself"],
    [federatedArn, "user", ""],
    [`arn:aws:iam::${account}:role/app`, "session", ""],
    [roleArn, "unlisted", "role"],
    [`arn:aws:iam::${account}:role/app`, "unlisted", "role"],
    [`arn:aws:iam::${account}:role/other/path/app`, "unlisted", "role"],
    [`arn:aws:iam::${account}:role/apps`, "unlisted", ""],
    ["arn:aws:iam::444455556666:role/app", "unlisted", ""],
    [`arn:aws:iam::${account}:role/app`, "unlistedRole", "role"],
    [roleArn, "unlistedRole", ""],
  ])("%s reaches %s: %s", (listed, name, expected) => {
    expect(matchedBy(element(listed), PRINCIPALS[name])).toBe(expected);
  });

  it("tells every way at once", () => {
    const list = element("*", account, roleArn, sessionArn);
    expect(matchedBy(list, PRINCIPALS.session)).toBe("anyone account role itself");
    expect(matchedBy(element("*", "AWS *", "s3.amazonaws.com"), PRINCIPALS.service)).toBe(
      "anyone itself undocumented",
    );
    expect(matchPrincipalList(element(), PRINCIPALS.session)).toBe(0);
  });

  it("knows no role by name without an ARN", () => {
    const session = { ...PRINCIPALS.unlisted, arn: null };
    expect(matchedBy(element(roleArn), session)).toBe("");
    expect(matchedBy(element(roleArn), { ...session, arn: "app" })).toBe("");
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
describe("isExempted", () => {
  it.each<[readonly string[], Name, boolean]>([
    [["*"], "user", true],
    [["AWS *"], "session", true],
    [["*"], "service", true],
    [["*"], "anyone", true],
    [["*"], "role", true],
    [[userArn], "user", false],
    [[account], "user", false],
    [[account, userArn], "user", true],
    [[account, federatedArn], "federated", true],
    [[federatedArn], "federated", false],
    [[account], "federated", false],
    [[account, roleArn], "session", false],
    [[roleArn, sessionArn], "session", false],
    [[account, sessionArn], "session", false],
    [[account, roleArn, sessionArn], "session", true],
    [[account, roleArn, sessionArn], "role", false],
    [[account], "root", true],
    [[userArn], "root", false],
    [[account], "account", true],
    [["444455556666"], "account", false],
    [["s3.amazonaws.com"], "service", true],
    [["ec2.amazonaws.com"], "service", false],
    [[account, userArn, roleArn], "anyone", false],
  ])("%j exempts %s: %j", (listed, name, expected) => {
    expect(isExempted(element(...listed), PRINCIPALS[name])).toBe(expected);
  });

  it("never exempts a principal with a permissions boundary", () => {
    const bounded = { ...PRINCIPALS.user, hasBoundary: true };
    expect(isExempted(element(account, userArn), bounded)).toBe(false);
    expect(isExempted(element("*"), bounded)).toBe(false);
  });
});
