import { describe, expect, it } from "vitest";
import type { VpcEndpoint } from "../../../../src/account/snapshot.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import {
  compileOrganization,
  UNTOLD_ORGANIZATION,
} from "../../../../src/kms/directory/account-organization.ts";
import {
  endpointPath,
  foreignPath,
  hasUnreadablePolicy,
  isKmsService,
  NO_PATH,
  OUTSIDE_ENDPOINTS,
} from "../../../../src/kms/request/request-path.ts";
import { ABSENT, type Fact, known, UNKNOWN } from "../../../../src/policy/fact.ts";

const account = "111122223333";
const id = "vpce-1234abcdf5678c90a";
const compiler = createCompiler();
const organization = compileOrganization(
  { id: "o-exampleorgid", path: "o-exampleorgid/r-ab12/" },
  account,
  compiler,
);
const endpoint = (more: Partial<VpcEndpoint> = {}): VpcEndpoint => ({ VpcEndpointId: id, ...more });
const place = { region: "us-gov-west-1", partition: "aws-us-gov" };
const through = (more: Partial<VpcEndpoint> = {}) =>
  endpointPath(endpoint(more), place, organization, compiler);

// https://docs.aws.amazon.com/kms/latest/developerguide/kms-vpc-endpoint.html
describe("isKmsService", () => {
  it.each([
    ["com.amazonaws.us-west-2.kms", true],
    ["com.amazonaws.us-west-2.kms-fips", true],
    ["cn.com.amazonaws.cn-north-1.kms", true],
    ["com.amazonaws.us-west-2.s3", false],
    ["com.amazonaws.us-west-2.kms.s3", false],
    ["kms", true],
    ["", false],
  ])("%j: %j", (name, expected) => {
    expect(isKmsService(name)).toBe(expected);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
describe("what a path tells", () => {
  const told = { VpcId: "vpc-1", OwnerId: account };
  it.each<readonly [contextKey: string, outside: Fact | null, within: Fact | null]>([
    ["aws:sourcevpce", ABSENT, known(id)],
    ["aws:sourcevpc", ABSENT, known("vpc-1")],
    ["aws:vpceaccount", ABSENT, known(account)],
    ["aws:vpceorgid", ABSENT, known("o-exampleorgid")],
    ["aws:vpceorgpaths", ABSENT, known("o-exampleorgid/r-ab12/")],
    ["aws:sourcevpcarn", ABSENT, known(`arn:aws-us-gov:ec2:us-gov-west-1:${account}:vpc/vpc-1`)],
    ["aws:vpcsourceip", ABSENT, UNKNOWN],
    ["aws:sourceip", null, ABSENT],
    ["kms:keyspec", null, null],
  ])("%s", (contextKey, outside, within) => {
    expect(OUTSIDE_ENDPOINTS.fact(contextKey)).toEqual(outside);
    expect(through(told).fact(contextKey)).toEqual(within);
    expect(NO_PATH.fact(contextKey)).toBeNull();
  });

  it.each(["aws:sourcevpc", "aws:sourcevpcarn", "aws:vpceaccount"])(
    "%s is unknown where nobody told it",
    (key) => {
      expect(through().fact(key)).toEqual(UNKNOWN);
    },
  );

  it("is not a VPC's ARN without its owner or its Region", () => {
    expect(through({ VpcId: "vpc-1" }).fact("aws:sourcevpcarn")).toEqual(UNKNOWN);
    expect(through({ OwnerId: account }).fact("aws:sourcevpcarn")).toEqual(UNKNOWN);
    const nowhere = endpointPath(endpoint(told), null, organization, compiler);
    expect(nowhere.fact("aws:sourcevpcarn")).toEqual(UNKNOWN);
  });
});

describe("endpointPath", () => {
  it.each<readonly [what: string, more: Partial<VpcEndpoint>, leadsToKms: boolean]>([
    ["of KMS", { ServiceName: "com.amazonaws.us-west-2.kms" }, true],
    ["of S3", { ServiceName: "com.amazonaws.us-west-2.s3" }, false],
    ["of an untold service", {}, true],
    ["that is deleted", { ServiceName: "com.amazonaws.us-west-2.kms", State: "deleted" }, false],
  ])("%s leads to KMS: %j", (_, more, leadsToKms) => {
    expect(through(more)).toMatchObject({ via: id, leadsToKms });
  });

  it("has the endpoint's policy, as one of its kind, or does not know it", () => {
    const PolicyDocument = { Statement: { Effect: "Allow", Principal: "*", Action: "kms:Sign" } };
    const policy = { ...PolicyDocument.Statement, Resource: "*" };
    const path = through({ PolicyDocument: { Statement: policy } });
    expect(path.policy).toMatchObject({ statements: [{ effect: "Allow" }] });
    expect(hasUnreadablePolicy(path)).toBe(false);
    expect(through().policy).toEqual({ unreadable: expect.stringContaining("no policy") });
    expect(hasUnreadablePolicy(through())).toBe(true);
    expect(hasUnreadablePolicy(OUTSIDE_ENDPOINTS)).toBe(false);
  });

  it("is another one under another organization", () => {
    const one = endpoint();
    expect(endpointPath(one, place, organization, compiler)).toBe(
      endpointPath(one, place, organization, compiler),
    );
    expect(endpointPath(one, place, UNTOLD_ORGANIZATION, compiler).fact("aws:vpceorgid")).toEqual(
      UNKNOWN,
    );
  });
});

describe("foreignPath", () => {
  it("tells the endpoint or the VPC that it is, and not its policy", () => {
    const path = foreignPath(id);
    expect(path).toMatchObject({
      via: id,
      leadsToKms: true,
      policy: { unreadable: "the account has no such endpoint" },
    });
    expect(path.fact("aws:sourcevpce")).toEqual(known(id));
    expect(path.fact("aws:sourcevpc")).toEqual(UNKNOWN);
    expect(foreignPath("vpc-1").fact("aws:sourcevpc")).toEqual(known("vpc-1"));
    expect(foreignPath("vpc-1").fact("aws:sourcevpce")).toEqual(UNKNOWN);
  });
});
