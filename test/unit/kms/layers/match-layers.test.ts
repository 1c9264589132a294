import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../../../src/account/snapshot.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { matchLayers } from "../../../../src/kms/layers/match-layers.ts";
import { prepareTarget } from "../../../../src/kms/layers/prepared-target.ts";
import { compileContext, NOTHING_TOLD } from "../../../../src/kms/request/request-facts.ts";
import { OUTSIDE_ENDPOINTS } from "../../../../src/kms/request/request-path.ts";
import { keyTarget } from "../../../../src/kms/request/target.ts";
import { findKey } from "../../../../src/kms/world/find-key.ts";
import { findPrincipal } from "../../../../src/kms/world/find-principal.ts";
import { compileWorld, organizationOf } from "../../../../src/kms/world/world.ts";

const account = "111122223333";
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const keyArn = `arn:aws:kms:us-west-2:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const policy = (name: string, statement: object) => ({
  name,
  document: { Version: "2012-10-17", Statement: { Action: "kms:*", Resource: "*", ...statement } },
});
const snapshot = {
  schemaVersion: 1,
  account,
  region: "us-west-2",
  partition: "aws",
  authorizationDetails: {},
  organization: {
    id: "o-exampleorgid",
    managementAccount: "999999999999",
    serviceControlPolicies: [[policy("everything", { Effect: "Allow" })]],
    resourceControlPolicies: [[policy("nobody", { Effect: "Deny", Principal: "*" })]],
  },
  keys: [{ metadata: { Arn: keyArn, KeyManager: "CUSTOMER" }, grants: [] }],
} as unknown as Snapshot;
const world = compileWorld([snapshot], createCompiler());

/** The names of the SCPs and the RCPs with statements that match. */
const matching = (id: string) => {
  const key = findKey(world, keyArn)?.key;
  const profile = findPrincipal(world, id);
  if (key === undefined || profile === null) throw new Error("nothing found");
  const request = compileContext(NOTHING_TOLD);
  const target = keyTarget(key, organizationOf(world, account), OUTSIDE_ENDPOINTS, request);
  const requester = { profile, sessionPolicies: null, grantId: null };
  const { serviceControl, resourceControl } = matchLayers(prepareTarget(target), requester);
  return [serviceControl.flat(), resourceControl].map((matches) =>
    matches.map(({ placed }) => placed.place.policy),
  );
};

// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
describe("policies of the organization", () => {
  it("bind roles, but not service-linked roles", () => {
    expect(matching(role("app"))).toEqual([["everything"], ["nobody"]]);
    const linked = role("aws-service-role/s3.amazonaws.com/AWSServiceRoleForS3");
    expect(matching(linked)).toEqual([[], []]);
  });
});
