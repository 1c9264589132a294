import { describe, expect, it } from "vitest";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import {
  compileOrganization,
  UNTOLD_ORGANIZATION,
} from "../../../../src/kms/directory/account-organization.ts";
import {
  accountFacts,
  anyoneFacts,
  iamFacts,
  isPrincipalKey,
  serviceFacts,
} from "../../../../src/kms/request/principal-profile.ts";
import { makePrincipal } from "../../../../src/kms/world/make-principal.ts";
import { ABSENT, type Fact, known } from "../../../../src/policy/fact.ts";
import type { RequestPrincipal } from "../../../../src/policy/principal.ts";

const some: Fact = { kind: "unknown", present: true };
const unnamed: Fact = { kind: "unknown", unnamed: true };

describe("isPrincipalKey", () => {
  it.each([
    "aws:principalarn",
    "aws:principaltag/team",
    "aws:principalorgid",
    "aws:username",
    "aws:userid",
    "kms:calleraccount",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:viaawsservice",
    "kms:viaservice",
  ])("%s", (contextKey) => {
    expect(isPrincipalKey(contextKey)).toBe(true);
  });

  it.each(["aws:sourceip", "aws:sourcevpc", "kms:keyspec", "aws:resourcetag/team", ""])(
    "not %j",
    (contextKey) => {
      expect(isPrincipalKey(contextKey)).toBe(false);
    },
  );
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
describe("serviceFacts", () => {
  it.each<readonly [contextKey: string, fact: unknown]>([
    ["aws:principalisawsservice", known("true")],
    ["aws:principalservicename", known("s3.amazonaws.com")],
    ["aws:principalorgid", ABSENT],
    ["aws:principalorgpaths", ABSENT],
    ["aws:username", ABSENT],
    ["kms:viaservice", ABSENT],
    ["aws:viaawsservice", known("false")],
    ["aws:principaltag/team", ABSENT],
    ["aws:sourcearn", null],
    [
      "kms:calleraccount",
      {
        kind: "undocumented",
        code: "callerAccountOfService",
        reason: expect.stringContaining("kms:CallerAccount"),
      },
    ],
  ])("%s: %j", (contextKey, fact) => {
    expect(serviceFacts("s3.amazonaws.com")(contextKey)).toEqual(fact);
  });
});

describe("iamFacts", () => {
  const account = "111122223333";
  const tellingOf = (
    kind: RequestPrincipal["kind"],
    tags: Parameters<typeof iamFacts>[2] = [{ Key: "Team", Value: "alpha" }],
    username: string | null = null,
  ) => {
    const principal = makePrincipal(kind, "id", account, { arn: "arn" });
    const userid = known("AIDAEXAMPLE");
    const organization = { ...UNTOLD_ORGANIZATION, id: known("o-exampleorgid") };
    return iamFacts(principal, { username, userid }, tags, organization);
  };

  it.each<readonly [contextKey: string, fact: Fact | null]>([
    ["aws:principalarn", known("arn")],
    ["aws:principalaccount", known(account)],
    ["kms:calleraccount", known(account)],
    ["aws:principaltype", known("User")],
    ["aws:username", known("alice")],
    ["aws:userid", known("AIDAEXAMPLE")],
    ["aws:principalisawsservice", known("false")],
    ["aws:principalservicename", ABSENT],
    ["aws:principalservicenameslist", ABSENT],
    ["aws:principalorgid", known("o-exampleorgid")],
    ["aws:principalorgpaths", { kind: "unknown" }],
    ["aws:principaltag/team", known("alpha")],
    ["aws:principaltag/other", ABSENT],
    ["aws:sourceip", null],
  ])("%s: %j", (contextKey, fact) => {
    expect(tellingOf("user", undefined, "alice")(contextKey)).toEqual(fact);
  });

  it.each([
    ["root", "Account"],
    ["user", "User"],
    ["federated-user", "FederatedUser"],
    ["role", "AssumedRole"],
    ["session", "AssumedRole"],
  ] as const)("the type of a %s: %s", (kind, type) => {
    expect(tellingOf(kind)("aws:principaltype")).toEqual(known(type));
  });

  it("tells no name where there is none, and of tags what is told of them", () => {
    expect(tellingOf("role")("aws:username")).toEqual(ABSENT);
    const tag = "aws:principaltag/team";
    expect(tellingOf("role", "untold")(tag)).toEqual({ kind: "unknown" });
    expect(tellingOf("role", { unreadable: "AccessDenied" })(tag)).toMatchObject({
      kind: "undocumented",
      code: "principalTagsUnreadable",
    });
  });
});

describe("anyoneFacts", () => {
  const outside: Fact = { kind: "unknown", notPrefix: ["o-exampleorgid"] };
  it.each<readonly [contextKey: string, fact: Fact | null]>([
    ["aws:principalarn", unnamed],
    ["aws:principalaccount", unnamed],
    ["kms:calleraccount", unnamed],
    ["aws:principaltype", some],
    ["aws:userid", some],
    ["aws:principalisawsservice", known("false")],
    ["aws:principalorgid", outside],
    ["aws:principalorgpaths", outside],
    ["aws:principaltag/team", null],
    ["aws:username", null],
  ])("%s: %j", (contextKey, fact) => {
    expect(anyoneFacts("o-exampleorgid")(contextKey)).toEqual(fact);
  });

  it("may be of any organization where ours is not told", () => {
    expect(anyoneFacts(null)("aws:principalorgid")).toEqual({ kind: "unknown", notPrefix: [] });
  });
});

describe("accountFacts", () => {
  const account = "444455556666";
  const organization = compileOrganization(
    { id: "o-exampleorgid", path: "o-exampleorgid/r-ab12/" },
    account,
    createCompiler(),
  );
  it.each<readonly [contextKey: string, fact: Fact | null]>([
    ["aws:principalarn", { kind: "unknown", prefix: `arn:aws-cn:iam::${account}:` }],
    ["aws:principalaccount", known(account)],
    ["kms:calleraccount", known(account)],
    ["aws:principaltype", some],
    ["aws:userid", some],
    ["aws:principalisawsservice", known("false")],
    ["aws:principalorgid", known("o-exampleorgid")],
    ["aws:principalorgpaths", known("o-exampleorgid/r-ab12/")],
    ["aws:principaltag/team", null],
  ])("%s: %j", (contextKey, fact) => {
    expect(accountFacts(account, "aws-cn", organization)(contextKey)).toEqual(fact);
  });
});
