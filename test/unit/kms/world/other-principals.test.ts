import { describe, expect, it } from "vitest";
import type { AuthorizationDetails } from "../../../../src/account/snapshot.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { anyone, root, service } from "../../../../src/kms/world/other-principals.ts";
import { compileWorld } from "../../../../src/kms/world/world.ts";
import { known } from "../../../../src/policy/fact.ts";

const account = "111122223333";
const partner = "444455556666";
const third = "777788889999";
const world = compileWorld(
  [
    {
      schemaVersion: 1,
      account,
      region: "us-west-2",
      partition: "aws",
      organization: { id: "o-exampleorgid" },
      otherAccounts: [
        { account: partner, authorizationDetails: {} as AuthorizationDetails },
        { account: third, authorizationDetails: { unreadable: "AccessDenied" } },
      ],
      keys: [],
    },
  ],
  createCompiler(),
);
const rootOf = (id: string) =>
  root(world, `arn:aws:iam::${id}:root`, id, "aws", world.accounts.get(id));
const unbound = { boundary: null, serviceLinked: false, tagText: null, notes: [] };

describe("principals that are no users or roles", () => {
  it("are anyone whom no policy names", () => {
    const profile = anyone(world);
    expect(profile).toMatchObject({
      ...unbound,
      principal: { kind: "anyone", id: "*", account: null },
      identity: {
        kind: "unknown",
        unknown: {
          code: "identityPoliciesUnknown",
          text: "the IAM policies of accounts that no policy names are not known",
        },
      },
    });
    expect(profile.facts("aws:principalorgid")).toMatchObject({ notPrefix: ["o-exampleorgid"] });
  });

  it("are services, without policies", () => {
    expect(service("s3.amazonaws.com")).toMatchObject({
      ...unbound,
      principal: { kind: "service", id: "s3.amazonaws.com", account: null },
      identity: { kind: "policies", policies: [] },
    });
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
describe("the root ARN of an account", () => {
  it.each([
    ["of the snapshots", account],
    ["whose IAM is known", partner],
  ])("%s is its root user", (_, id) => {
    const profile = rootOf(id);
    expect(profile).toMatchObject({
      ...unbound,
      principal: { kind: "root", account: id, arn: `arn:aws:iam::${id}:root` },
      identity: { kind: "root" },
    });
    expect(profile.facts("aws:userid")).toEqual(known(id));
    expect(profile.facts("aws:username")).toEqual({ kind: "absent" });
    expect(profile.facts("aws:principaltag/team")).toEqual({ kind: "absent" });
  });

  it.each([
    ["whose IAM could not be read", third],
    ["of which nothing is known", "222233334444"],
  ])("%s is the account as a whole", (_, id) => {
    expect(rootOf(id)).toMatchObject({
      ...unbound,
      principal: { kind: "account", account: id, arn: null },
      identity: {
        kind: "unknown",
        unknown: { text: `the IAM policies of the account \`${id}\` are not known` },
      },
    });
  });
});
