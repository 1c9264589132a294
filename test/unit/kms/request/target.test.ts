import { describe, expect, it } from "vitest";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { compileOrganization } from "../../../../src/kms/directory/account-organization.ts";
import { compileKey } from "../../../../src/kms/key/compiled-key.ts";
import { compileContext, type RequestContext } from "../../../../src/kms/request/request-facts.ts";
import { OUTSIDE_ENDPOINTS } from "../../../../src/kms/request/request-path.ts";
import {
  aliasTarget,
  factsBeforePrincipal,
  factsOf,
  hasKeyId,
  keylessTarget,
  keyTarget,
  type Target,
} from "../../../../src/kms/request/target.ts";
import { anyone, service } from "../../../../src/kms/world/other-principals.ts";
import { compileWorld } from "../../../../src/kms/world/world.ts";
import { ABSENT, type Fact, known, LATER, UNKNOWN } from "../../../../src/policy/fact.ts";

const account = "111122223333";
const compiler = createCompiler();
const organization = compileOrganization(
  { id: "o-exampleorgid", path: "o-exampleorgid/r-ab12/" },
  account,
  compiler,
);
const key = compileKey(
  { metadata: { Arn: `arn:aws:kms:us-west-2:${account}:key/a` }, tags: [], aliases: [] },
  compiler,
);
const stranger = anyone(compileWorld([], compiler));
const request = (given: RequestContext["given"] = {}, complete = false) =>
  compileContext({ given, complete });
const onKey = (given: RequestContext["given"] = {}, complete = false): Target =>
  keyTarget(key, organization, OUTSIDE_ENDPOINTS, request(given, complete));

describe("hasKeyId", () => {
  it.each([
    ["arn:aws:kms:us-west-2:111122223333:key/a", true],
    ["arn:aws:kms:us-west-2:111122223333:key/", false],
    ["*", true],
  ])("%s: %j", (resource, expected) => {
    expect(hasKeyId(resource)).toBe(expected);
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html
describe("the alias side of an alias operation", () => {
  const arn = `arn:aws:kms:us-west-2:${account}:alias/app`;
  const alias = (given: RequestContext["given"] = {}) =>
    aliasTarget(arn, account, "us-west-2", organization, OUTSIDE_ENDPOINTS, request(given));

  it.each<readonly [contextKey: string, fact: Fact]>([
    ["aws:requestedregion", known("us-west-2")],
    ["aws:resourceaccount", known(account)],
    ["aws:resourceorgid", known("o-exampleorgid")],
    ["aws:resourceorgpaths", known("o-exampleorgid/r-ab12/")],
    ["aws:sourcevpce", ABSENT],
    ["aws:sourceip", UNKNOWN],
    ["kms:keyspec", ABSENT],
    ["kms:viaservice", ABSENT],
    ["aws:resourcetag/team", ABSENT],
  ])("tells %s: %j", (contextKey, fact) => {
    expect(factsOf(alias(), "Allow", stranger)(contextKey)).toEqual(fact);
    expect(factsOf(alias(), "Deny", stranger)(contextKey)).toEqual(fact);
  });

  it("carries no key of KMS, told or not", () => {
    const facts = factsOf(
      alias({ "kms:ViaService": "s3.us-west-2.amazonaws.com" }),
      "Allow",
      stranger,
    );
    expect(facts("kms:viaservice")).toEqual(ABSENT);
  });
});

describe("a request without a resource", () => {
  it.each<readonly [region: string | null, fact: Fact]>([
    ["us-west-2", known("us-west-2")],
    [null, { kind: "unknown", present: true }],
  ])("made in %s", (region, fact) => {
    const target = keylessTarget(region, OUTSIDE_ENDPOINTS, request());
    expect(target).toMatchObject({ kind: "none", resource: "*", account: null, key: null });
    expect(factsOf(target, "Allow", stranger)("aws:requestedregion")).toEqual(fact);
    expect(factsOf(target, "Allow", stranger)("aws:resourceaccount")).toEqual(UNKNOWN);
  });
});

describe("before the principal is known", () => {
  it.each<readonly [contextKey: string, fact: Fact]>([
    ["aws:principalarn", LATER],
    ["aws:viaawsservice", LATER],
    ["aws:requestedregion", known("us-west-2")],
    ["aws:sourcevpce", ABSENT],
    ["aws:sourceip", UNKNOWN],
  ])("%s: %j", (contextKey, fact) => {
    expect(factsBeforePrincipal(onKey(), "Allow")(contextKey)).toEqual(fact);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
describe("keys that only calls of services carry", () => {
  const via = { "kms:ViaService": "s3.us-west-2.amazonaws.com" };
  const direct = { "kms:ViaService": null };
  const there: Fact = { kind: "unknown", present: true };
  it.each<
    readonly [given: RequestContext["given"], complete: boolean, contextKey: string, fact: Fact]
  >([
    [via, false, "aws:viaawsservice", known("true")],
    [direct, false, "aws:viaawsservice", known("false")],
    [{}, false, "aws:viaawsservice", there],
    [{}, true, "aws:viaawsservice", known("false")],
    [via, false, "aws:sourcearn", UNKNOWN],
    [direct, false, "aws:sourcearn", ABSENT],
    [direct, false, "aws:sourceaccount", ABSENT],
    [direct, false, "aws:sourceip", UNKNOWN],
    [direct, false, "aws:username", UNKNOWN],
    [{}, false, "aws:sourcearn", UNKNOWN],
    [{}, true, "aws:sourcearn", ABSENT],
  ])("%j, complete %j: %s", (given, complete, contextKey, fact) => {
    expect(factsOf(onKey(given, complete), "Allow", stranger)(contextKey)).toEqual(fact);
  });

  it("are told by a service itself", () => {
    const facts = factsOf(onKey(), "Allow", service("s3.amazonaws.com"));
    expect(facts("aws:viaawsservice")).toEqual(known("false"));
    expect(facts("aws:sourcearn")).toEqual(UNKNOWN);
  });
});
