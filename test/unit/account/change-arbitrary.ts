import fc from "fast-check";
import type { Change, IamIdentity } from "../../../src/account/change.ts";
import type { Snapshot } from "../../../src/account/snapshot.ts";
import {
  account,
  blindArn,
  boundaryArn,
  denyPolicy,
  elsewhereArn,
  endpoint,
  managedArn,
  ordersArn,
  payrollArn,
  readPolicy,
  sample,
} from "./sample-snapshot.ts";

/* Values are drawn from the few names of the sample snapshot, so that most changes hit something. */

const keyArn = fc.constantFrom(payrollArn, ordersArn, blindArn, elsewhereArn);
const unreadable = fc.constant({ unreadable: "NotInRecord" });
const tagKey = fc.constantFrom("Project", "Owner", "owner");
const value = fc.constantFrom("Beta", "finance", "Alpha");
const document = fc.constantFrom(
  JSON.stringify(readPolicy),
  JSON.stringify(denyPolicy, null, 1),
  "{broken",
);
const documentOrUntold = fc.oneof(document, unreadable);
const identity: fc.Arbitrary<IamIdentity> = fc.record({
  type: fc.constantFrom("user", "group", "role"),
  name: fc.constantFrom("alice", "bob", "developers", "app", "APP", "blind", "nobody"),
});
const policyArn = fc.constantFrom(managedArn, boundaryArn);
const policyName = fc.constantFrom("read", "deny");
const versionId = fc.constantFrom("v1", "v2", "v3");
const tagKeys = fc.array(tagKey, { maxLength: 3 });
const keyTags = fc.array(fc.record({ TagKey: tagKey, TagValue: value }), { maxLength: 3 });
const iamTags = fc.array(fc.record({ Key: tagKey, Value: value }), { maxLength: 3 });
const grantId = fc.constantFrom("g1", "g2");
const vpcEndpointId = fc.constantFrom(endpoint.VpcEndpointId, "vpce-2");
const ids = (...all: string[]) => fc.option(fc.subarray(all), { nil: undefined });

function kind<K extends Change["kind"]>(
  name: K,
  members: { [M in keyof Extract<Change, { kind: K }>]?: fc.Arbitrary<unknown> },
): fc.Arbitrary<Change> {
  return fc.record(members as Record<string, fc.Arbitrary<unknown>>).map((drawn) => {
    const told = Object.entries(drawn).filter(([, member]) => member !== undefined);
    return { kind: name, ...Object.fromEntries(told) } as Change;
  });
}

/** Any change, most of them to something that the sample snapshot holds. */
export const anyChange: fc.Arbitrary<Change> = fc.oneof(
  kind("key-tags-set", { keyArn, tags: fc.oneof(keyTags, unreadable) }),
  kind("key-tags-removed", { keyArn, tagKeys: fc.oneof(tagKeys, unreadable) }),
  kind("key-policy-put", { keyArn, policy: documentOrUntold }),
  kind("key-state-set", { keyArn, keyState: fc.constantFrom("Enabled", "Disabled") }),
  kind("key-created", {
    metadata: keyArn.map((Arn) => ({ Arn })),
    policy: fc.option(documentOrUntold),
    tags: keyTags,
  }),
  kind("key-deleted", { keyArn }),
  kind("key-primary-region-set", {
    keyArn,
    primaryRegion: fc.constantFrom("us-west-2", "eu-west-1"),
  }),
  kind("grant-created", { keyArn, grant: grantId.map((GrantId) => ({ GrantId })) }),
  kind("grant-removed", { keyArn: fc.option(keyArn), grantId }),
  kind("alias-set", {
    aliasName: fc.constantFrom("alias/payroll", "alias/new"),
    targetKeyArn: fc.option(keyArn),
  }),
  kind("endpoint-created", {
    endpoint: vpcEndpointId.map((VpcEndpointId) => ({ VpcEndpointId, SubnetIds: ["subnet-1"] })),
  }),
  kind("endpoint-modified", {
    vpcEndpointId,
    policyDocument: fc.option(fc.oneof(documentOrUntold, fc.constant("default")), {
      nil: undefined,
    }),
    privateDnsEnabled: fc.option(fc.boolean(), { nil: undefined }),
    addSubnetIds: ids("subnet-1", "subnet-3"),
    removeSubnetIds: ids("subnet-2", "subnet-4"),
    addSecurityGroupIds: ids("sg-1", "sg-2"),
    removeSecurityGroupIds: ids("sg-3"),
    addRouteTableIds: ids("rtb-1"),
    removeRouteTableIds: ids("rtb-2"),
  }),
  kind("endpoints-deleted", { vpcEndpointIds: fc.array(vpcEndpointId, { maxLength: 2 }) }),
  kind("iam-inline-policy-put", { identity, policyName, document: documentOrUntold }),
  kind("iam-inline-policy-deleted", { identity, policyName }),
  kind("iam-policy-attached", { identity, policyArn }),
  kind("iam-policy-detached", { identity, policyArn }),
  kind("iam-boundary-set", { identity, policyArn: fc.option(policyArn) }),
  kind("iam-group-membership", {
    userName: fc.constantFrom("alice", "bob", "nobody"),
    groupName: fc.constantFrom("admins", "developers"),
    member: fc.boolean(),
  }),
  kind("iam-tags-set", { identity, tags: iamTags }),
  kind("iam-tags-removed", { identity, tagKeys }),
  kind("iam-trust-policy-put", {
    roleName: fc.constantFrom("app", "blind", "nobody"),
    document: documentOrUntold,
  }),
  kind("iam-policy-created", {
    arn: policyArn,
    policyName: fc.constant("p"),
    document: documentOrUntold,
    versionId: fc.constant("v1"),
  }),
  kind("iam-policy-deleted", { arn: policyArn }),
  kind("iam-policy-version-created", {
    arn: policyArn,
    versionId,
    document: documentOrUntold,
    setAsDefault: fc.boolean(),
  }),
  kind("iam-policy-version-deleted", { arn: policyArn, versionId }),
  kind("iam-policy-default-version-set", { arn: policyArn, versionId }),
  fc
    .tuple(
      kind("iam-identity-created", {
        identity,
        tags: fc.option(iamTags, { nil: undefined }),
        trustPolicy: fc.option(document, { nil: undefined }),
      }),
      fc.constantFrom(account, "444455556666"),
    )
    .map(([change, owner]) =>
      change.kind === "iam-identity-created"
        ? {
            ...change,
            arn: `arn:aws:iam::${owner}:${change.identity.type}/${change.identity.name}`,
          }
        : change,
    ),
  kind("iam-identity-deleted", { identity }),
  kind("none", { reason: fc.constant("a rotation") }),
);

/** The sample snapshot, at times with a whole part unreadable or left out. */
export const anySnapshot: fc.Arbitrary<Snapshot> = fc
  .constantFrom<keyof Snapshot | null>(
    null,
    null,
    null,
    "keys",
    "authorizationDetails",
    "vpcEndpoints",
  )
  .chain((part) => {
    if (part === null) return fc.constant(sample);
    const blind = { ...sample, [part]: { unreadable: "AccessDenied" } };
    const { [part]: _, ...bare } = sample;
    return fc.constantFrom(blind, part === "keys" ? blind : (bare as Snapshot));
  });
