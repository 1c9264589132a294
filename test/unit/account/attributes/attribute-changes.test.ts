import { describe, expect, it } from "vitest";
import { applyChange } from "../../../../src/account/apply/apply-change.ts";
import { attributeChanges } from "../../../../src/account/attributes/attribute-changes.ts";
import type { Change, IamChange, IamIdentity } from "../../../../src/account/change.ts";
import type { Snapshot } from "../../../../src/account/snapshot.ts";
import {
  account,
  accountPolicy,
  blindArn,
  boundaryArn,
  deepFreeze,
  denyPolicy,
  elsewhereArn,
  endpoint,
  managedArn,
  ordersArn,
  payroll,
  payrollArn,
  readPolicy,
  sample,
  withSampleKeys,
} from "../sample-snapshot.ts";

deepFreeze(sample);

type Told = readonly [attribute: string, before: unknown, after: unknown];

function expectAttributes(change: Change, told: readonly Told[], before: Snapshot = sample) {
  expect(attributeChanges(before, applyChange(before, change), change)).toEqual(
    told.map(([attribute, old, after]) => ({ attribute, before: old, after })),
  );
}

const denied = { unknown: "AccessDeniedException" };
const noKey = { unknown: "the key is not in the snapshot" };
const noEndpoint = { unknown: "the VPC endpoint is not in the snapshot" };
const notTold = { unreadable: "NotInRecord" };
const nobodyKnows = { unknown: "NotInRecord" };

describe("tags of a key", () => {
  const tags = [
    { TagKey: "Project", TagValue: "Alpha" },
    { TagKey: "Owner", TagValue: "finance" },
    { TagKey: "owner", TagValue: "ops" },
  ];

  it("are told when they differ", () => {
    expectAttributes({ kind: "key-tags-set", keyArn: payrollArn, tags }, [
      ["tag:Project", "Beta", "Alpha"],
      ["tag:owner", null, "ops"],
    ]);
    expectAttributes(
      { kind: "key-tags-removed", keyArn: payrollArn, tagKeys: ["Project", "none", "Project"] },
      [["tag:Project", "Beta", null]],
    );
  });

  it("are told from the event when the state did not know them", () => {
    const set: Change = { kind: "key-tags-set", keyArn: blindArn, tags: tags.slice(0, 1) };
    expectAttributes(set, [["tag:Project", denied, "Alpha"]]);
    expectAttributes({ ...set, keyArn: elsewhereArn }, [["tag:Project", noKey, "Alpha"]]);
    expectAttributes({ kind: "key-tags-removed", keyArn: blindArn, tagKeys: ["a"] }, [
      ["tag:a", denied, null],
    ]);
    const bare = withSampleKeys({ metadata: { Arn: payrollArn } });
    const leftOut = { unknown: "the snapshot does not tell the tags of the key" };
    expectAttributes({ ...set, keyArn: payrollArn }, [["tag:Project", leftOut, "Alpha"]], bare);
    const blind = { ...sample, keys: { unreadable: "ThrottlingException" } };
    expectAttributes(set, [["tag:Project", { unknown: "ThrottlingException" }, "Alpha"]], blind);
  });

  it("may all have changed when the event does not tell which", () => {
    expectAttributes({ kind: "key-tags-set", keyArn: payrollArn, tags: notTold }, [
      ["tag:Project", "Beta", nobodyKnows],
      ["tag:Owner", "finance", nobodyKnows],
    ]);
    expectAttributes({ kind: "key-tags-removed", keyArn: ordersArn, tagKeys: notTold }, [
      ["tag:*", null, nobodyKnows],
    ]);
    expectAttributes({ kind: "key-tags-set", keyArn: blindArn, tags: notTold }, [
      ["tag:*", denied, nobodyKnows],
    ]);
    expectAttributes({ kind: "key-tags-set", keyArn: elsewhereArn, tags: notTold }, [
      ["tag:*", noKey, nobodyKnows],
    ]);
  });
});

describe("other attributes of a key", () => {
  it("tell the policy as a document, whatever its form", () => {
    const put = (keyArn: string, document: object): Change => ({
      kind: "key-policy-put",
      keyArn,
      policy: JSON.stringify(document),
    });
    expectAttributes(put(payrollArn, denyPolicy), [["policy", accountPolicy, denyPolicy]]);
    expectAttributes(put(ordersArn, denyPolicy), [["policy", accountPolicy, denyPolicy]]);
    expectAttributes(put(payrollArn, accountPolicy), []);
    expectAttributes(put(blindArn, denyPolicy), [["policy", denied, denyPolicy]]);
    expectAttributes(put(elsewhereArn, denyPolicy), [["policy", noKey, denyPolicy]]);
    expectAttributes({ kind: "key-policy-put", keyArn: payrollArn, policy: notTold }, [
      ["policy", accountPolicy, nobodyKnows],
    ]);
  });

  it("tell the key state", () => {
    const set = (keyArn: string): Change => ({
      kind: "key-state-set",
      keyArn,
      keyState: "Disabled",
    });
    expectAttributes(set(payrollArn), [["keyState", "Enabled", "Disabled"]]);
    expectAttributes(set(blindArn), [
      ["keyState", { unknown: "the snapshot does not tell the state of the key" }, "Disabled"],
    ]);
    expectAttributes(set(elsewhereArn), [["keyState", noKey, "Disabled"]]);
    expectAttributes({ kind: "key-state-set", keyArn: payrollArn, keyState: "Enabled" }, []);
  });

  it("tell whether a multi-Region key is the primary", () => {
    const set = (primaryRegion: string): Change => ({
      kind: "key-primary-region-set",
      keyArn: blindArn,
      primaryRegion,
    });
    const replica = withSampleKeys({
      metadata: { Arn: blindArn, MultiRegionConfiguration: { MultiRegionKeyType: "REPLICA" } },
    });
    expectAttributes(set("us-west-2"), [["multiRegionKeyType", "REPLICA", "PRIMARY"]], replica);
    expectAttributes(set("eu-west-1"), [], replica);
    expectAttributes(set("eu-west-1"), [
      [
        "multiRegionKeyType",
        { unknown: "the snapshot does not tell the multi-Region type of the key" },
        "REPLICA",
      ],
    ]);
  });
});

describe("a key that came or went", () => {
  const Arn = `arn:aws:kms:us-west-2:${account}:key/2222bbbb-22bb-33cc-44dd-222233334444`;

  it("brings its attributes", () => {
    const created: Change = {
      kind: "key-created",
      metadata: { Arn, KeyState: "Enabled" },
      policy: JSON.stringify(denyPolicy),
      tags: [{ TagKey: "Project", TagValue: "Alpha" }],
    };
    expectAttributes(created, [
      ["keyState", null, "Enabled"],
      ["policy", null, denyPolicy],
      ["tag:Project", null, "Alpha"],
    ]);
    expectAttributes({ ...created, policy: null, tags: notTold }, [
      ["keyState", null, "Enabled"],
      [
        "policy",
        null,
        {
          Version: "2012-10-17",
          Id: "key-default-1",
          Statement: [
            {
              Sid: "Enable IAM User Permissions",
              Effect: "Allow",
              Principal: { AWS: `arn:aws:iam::${account}:root` },
              Action: "kms:*",
              Resource: "*",
            },
          ],
        },
      ],
      ["tag:*", null, nobodyKnows],
    ]);
    expectAttributes({ ...created, metadata: payroll.metadata }, []);
  });

  it("takes its attributes", () => {
    const [grant] = Array.isArray(payroll.grants) ? payroll.grants : [];
    expectAttributes({ kind: "key-deleted", keyArn: payrollArn }, [
      ["keyState", "Enabled", null],
      ["policy", accountPolicy, null],
      ["tag:Project", "Beta", null],
      ["tag:Owner", "finance", null],
      ["alias:alias/payroll", payrollArn, null],
      ["grant:g1", grant, null],
    ]);
    expectAttributes({ kind: "key-deleted", keyArn: blindArn }, [
      ["keyState", { unknown: "the snapshot does not tell the state of the key" }, null],
      ["policy", denied, null],
      ["tag:*", denied, null],
      ["alias:*", { unknown: "ThrottlingException" }, null],
      ["grant:*", denied, null],
    ]);
    expectAttributes({ kind: "key-deleted", keyArn: elsewhereArn }, [["keyState", noKey, null]]);
  });
});

describe("grants", () => {
  const grant = { GrantId: "g2", GranteePrincipal: `arn:aws:iam::${account}:role/app` };
  const [first] = Array.isArray(payroll.grants) ? payroll.grants : [];

  it("are told as ListGrants tells them", () => {
    expectAttributes({ kind: "grant-created", keyArn: payrollArn, grant }, [
      ["grant:g2", null, grant],
    ]);
    expectAttributes({ kind: "grant-created", keyArn: payrollArn, grant: { GrantId: "g1" } }, []);
    expectAttributes({ kind: "grant-created", keyArn: blindArn, grant }, [
      ["grant:g2", denied, grant],
    ]);
    expectAttributes({ kind: "grant-created", keyArn: elsewhereArn, grant }, [
      ["grant:g2", noKey, grant],
    ]);
    expectAttributes({ kind: "grant-removed", keyArn: payrollArn, grantId: "g1" }, [
      ["grant:g1", first, null],
    ]);
    expectAttributes({ kind: "grant-removed", keyArn: ordersArn, grantId: "g1" }, []);
  });

  it("of which the event does not tell the grantee are not known", () => {
    const untold = { GrantId: "g3", Operations: ["Decrypt"] };
    expectAttributes({ kind: "grant-created", keyArn: payrollArn, grant: untold }, [
      ["grant:g3", null, { unknown: "the event does not tell the grantee" }],
    ]);
    const service = { ...untold, GranteeServicePrincipal: "s3.amazonaws.com" };
    expectAttributes({ kind: "grant-created", keyArn: payrollArn, grant: service }, [
      ["grant:g3", null, service],
    ]);
  });

  it("that go without their key may be of a key whose grants nobody knows", () => {
    const removed = (grantId: string): Change => ({ kind: "grant-removed", keyArn: null, grantId });
    expectAttributes(removed("g1"), [["grant:g1", first, null]]);
    expectAttributes(removed("g9"), [["grant:g9", denied, null]]);
    expectAttributes(removed("g9"), [], withSampleKeys(payroll));
    const blind = { ...sample, keys: { unreadable: "ThrottlingException" } };
    expectAttributes(
      removed("g9"),
      [["grant:g9", { unknown: "ThrottlingException" }, null]],
      blind,
    );
  });
});

describe("aliases", () => {
  it("tell the ARN of their key", () => {
    const set = (aliasName: string, targetKeyArn: string | null): Change => ({
      kind: "alias-set",
      aliasName,
      targetKeyArn,
    });
    const throttled = { unknown: "ThrottlingException" };
    expectAttributes(set("alias/payroll", ordersArn), [
      ["alias:alias/payroll", payrollArn, ordersArn],
    ]);
    expectAttributes(set("alias/payroll", null), [["alias:alias/payroll", payrollArn, null]]);
    expectAttributes(set("alias/payroll", payrollArn), []);
    expectAttributes(set("alias/new", ordersArn), [["alias:alias/new", throttled, ordersArn]]);
    expectAttributes(
      set("alias/new", payrollArn),
      [["alias:alias/new", null, payrollArn]],
      withSampleKeys(payroll),
    );
    expectAttributes(set("alias/none", null), [], withSampleKeys(payroll));
    expectAttributes(set("alias/payroll", elsewhereArn), [
      ["alias:alias/payroll", noKey, elsewhereArn],
    ]);
    const blind = { ...sample, keys: { unreadable: "ThrottlingException" } };
    expectAttributes(
      set("alias/new", ordersArn),
      [["alias:alias/new", throttled, ordersArn]],
      blind,
    );
  });
});

describe("VPC endpoints", () => {
  const { VpcEndpointId: vpcEndpointId } = endpoint;
  const deny = { Statement: [{ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }] };
  const full = { Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] };

  it("tell what ModifyVpcEndpoint touched", () => {
    expectAttributes(
      {
        kind: "endpoint-modified",
        vpcEndpointId,
        policyDocument: "default",
        privateDnsEnabled: false,
        addSubnetIds: ["subnet-3"],
        removeSubnetIds: ["subnet-1"],
        addSecurityGroupIds: ["sg-2"],
        addRouteTableIds: ["rtb-1"],
      },
      [
        ["endpointPolicy", deny, full],
        ["privateDns", true, false],
        ["subnets", ["subnet-1", "subnet-2"], ["subnet-2", "subnet-3"]],
        ["securityGroups", ["sg-1"], ["sg-1", "sg-2"]],
        ["routeTables", [], ["rtb-1"]],
      ],
    );
    expectAttributes(
      {
        kind: "endpoint-modified",
        vpcEndpointId,
        policyDocument: JSON.stringify(deny),
        privateDnsEnabled: true,
        addSubnetIds: ["subnet-1"],
      },
      [],
    );
  });

  it("tell from the event what the state did not know", () => {
    const modified: Change = {
      kind: "endpoint-modified",
      vpcEndpointId: "vpce-9",
      policyDocument: JSON.stringify(full),
      privateDnsEnabled: true,
      removeSubnetIds: ["subnet-1"],
    };
    expectAttributes(modified, [
      ["endpointPolicy", noEndpoint, full],
      ["privateDns", noEndpoint, true],
      ["subnets", noEndpoint, noEndpoint],
    ]);
    const unauthorized = { unknown: "UnauthorizedOperation" };
    expectAttributes(
      modified,
      [
        ["endpointPolicy", unauthorized, full],
        ["privateDns", unauthorized, true],
        ["subnets", unauthorized, unauthorized],
      ],
      { ...sample, vpcEndpoints: { unreadable: "UnauthorizedOperation" } },
    );
    const leftOut = { unknown: "the snapshot does not tell it of the VPC endpoint" };
    expectAttributes(
      modified,
      [
        ["endpointPolicy", leftOut, full],
        ["privateDns", leftOut, true],
        ["subnets", leftOut, leftOut],
      ],
      { ...sample, vpcEndpoints: [{ VpcEndpointId: "vpce-9" }] },
    );
    expectAttributes({ ...modified, policyDocument: notTold }, [
      ["endpointPolicy", noEndpoint, nobodyKnows],
      ["privateDns", noEndpoint, true],
      ["subnets", noEndpoint, noEndpoint],
    ]);
  });

  it("tell what an endpoint that came or went had", () => {
    const created = {
      VpcEndpointId: "vpce-2",
      PolicyDocument: JSON.stringify(full),
      SubnetIds: ["subnet-1"],
    };
    expectAttributes({ kind: "endpoint-created", endpoint: created }, [
      ["endpointPolicy", null, full],
      ["subnets", null, ["subnet-1"]],
    ]);
    expectAttributes({ kind: "endpoint-created", endpoint }, []);
    expectAttributes({ kind: "endpoints-deleted", vpcEndpointIds: [vpcEndpointId, "vpce-9"] }, [
      ["endpointPolicy", deny, null],
      ["privateDns", true, null],
      ["subnets", ["subnet-1", "subnet-2"], null],
      ["securityGroups", ["sg-1"], null],
      ["routeTables", [], null],
      ["endpointPolicy", noEndpoint, null],
    ]);
  });
});

describe("IAM identities", () => {
  const alice: IamIdentity = { type: "user", name: "alice" };
  const app: IamIdentity = { type: "role", name: "app" };
  const blind: IamIdentity = { type: "role", name: "blind" };
  const developers: IamIdentity = { type: "group", name: "developers" };
  const iamDenied = { unknown: "AccessDenied" };
  const noRole = { unknown: "the role is not in the snapshot" };
  const document = JSON.stringify(denyPolicy);

  it.each<[string, IamChange, readonly Told[]]>([
    [
      "an inline policy",
      { kind: "iam-inline-policy-put", identity: app, policyName: "read", document },
      [["inlinePolicy:read", readPolicy, denyPolicy]],
    ],
    [
      "an inline policy of a group",
      { kind: "iam-inline-policy-put", identity: developers, policyName: "p", document },
      [["inlinePolicy:p", null, denyPolicy]],
    ],
    [
      "an inline policy that went",
      { kind: "iam-inline-policy-deleted", identity: blind, policyName: "p" },
      [["inlinePolicy:p", iamDenied, null]],
    ],
    [
      "an attached policy",
      { kind: "iam-policy-attached", identity: alice, policyArn: managedArn },
      [[`attachedPolicy:${managedArn}`, null, managedArn]],
    ],
    [
      "a detached policy",
      { kind: "iam-policy-detached", identity: app, policyArn: managedArn },
      [[`attachedPolicy:${managedArn}`, managedArn, null]],
    ],
    [
      "the same attached policy",
      { kind: "iam-policy-attached", identity: app, policyArn: managedArn },
      [],
    ],
    [
      "a permissions boundary",
      { kind: "iam-boundary-set", identity: app, policyArn: managedArn },
      [["permissionsBoundary", boundaryArn, managedArn]],
    ],
    [
      "a permissions boundary that nobody knew",
      { kind: "iam-boundary-set", identity: blind, policyArn: null },
      [["permissionsBoundary", iamDenied, null]],
    ],
    [
      "a first permissions boundary",
      { kind: "iam-boundary-set", identity: alice, policyArn: managedArn },
      [["permissionsBoundary", null, managedArn]],
    ],
    [
      "a group",
      { kind: "iam-group-membership", userName: "bob", groupName: "admins", member: true },
      [["group:admins", null, "admins"]],
    ],
    [
      "a group that was left",
      { kind: "iam-group-membership", userName: "alice", groupName: "admins", member: false },
      [["group:admins", "admins", null]],
    ],
    [
      "principal tags",
      {
        kind: "iam-tags-set",
        identity: app,
        tags: [
          { Key: "department", Value: "hr" },
          { Key: "Team", Value: "a" },
        ],
      },
      [
        ["principalTag:department", "finance", "hr"],
        ["principalTag:Team", null, "a"],
      ],
    ],
    [
      "a principal tag that went",
      { kind: "iam-tags-removed", identity: app, tagKeys: ["Department"] },
      [["principalTag:Department", "finance", null]],
    ],
    [
      "a trust policy",
      { kind: "iam-trust-policy-put", roleName: "app", document },
      [["trustPolicy", readPolicy, denyPolicy]],
    ],
    [
      "a trust policy that nobody knew",
      { kind: "iam-trust-policy-put", roleName: "blind", document },
      [["trustPolicy", { unknown: "there is no document" }, denyPolicy]],
    ],
    [
      "a role that is not there",
      { kind: "iam-trust-policy-put", roleName: "stranger", document },
      [["trustPolicy", noRole, denyPolicy]],
    ],
    [
      "a policy of a role that is not there",
      {
        kind: "iam-policy-attached",
        identity: { type: "role", name: "stranger" },
        policyArn: managedArn,
      },
      [[`attachedPolicy:${managedArn}`, noRole, managedArn]],
    ],
    [
      "an identity that came",
      {
        kind: "iam-identity-created",
        identity: { type: "role", name: "new" },
        arn: `arn:aws:iam::${account}:role/new`,
        tags: [{ Key: "Team", Value: "a" }],
        boundaryArn,
        trustPolicy: document,
      },
      [
        ["exists", null, true],
        ["trustPolicy", null, denyPolicy],
        ["permissionsBoundary", null, boundaryArn],
        ["principalTag:Team", null, "a"],
      ],
    ],
    [
      "an identity that was there",
      {
        kind: "iam-identity-created",
        identity: alice,
        arn: `arn:aws:iam::${account}:user/alice`,
      },
      [],
    ],
    [
      "a role that went",
      { kind: "iam-identity-deleted", identity: app },
      [
        ["exists", true, null],
        ["trustPolicy", readPolicy, null],
        ["permissionsBoundary", boundaryArn, null],
        ["inlinePolicy:read", readPolicy, null],
        [`attachedPolicy:${managedArn}`, managedArn, null],
        ["principalTag:Department", "finance", null],
      ],
    ],
    [
      "a user that went",
      { kind: "iam-identity-deleted", identity: alice },
      [
        ["exists", true, null],
        ["group:admins", "admins", null],
        ["group:developers", "developers", null],
      ],
    ],
    [
      "a role that nobody knew",
      { kind: "iam-identity-deleted", identity: { type: "role", name: "stranger" } },
      [["exists", noRole, null]],
    ],
  ])("tell %s", (_, change, told) => {
    expectAttributes(change, told);
  });

  it("tell what the event tells when there is no inventory", () => {
    const { authorizationDetails: _, ...rest } = sample;
    const change: IamChange = { kind: "iam-policy-attached", identity: app, policyArn: managedArn };
    const attribute = `attachedPolicy:${managedArn}`;
    const leftOut = { unknown: "the snapshot does not tell the IAM inventory" };
    expectAttributes(change, [[attribute, leftOut, managedArn]], rest);
    const blindAccount = { ...rest, authorizationDetails: { unreadable: "AccessDenied" } };
    expectAttributes(change, [[attribute, iamDenied, managedArn]], blindAccount);
  });
});

describe("managed policies", () => {
  const document = '{"Statement":[]}';
  const json = { Statement: [] };
  const noPolicy = { unknown: "the policy is not in the snapshot" };
  const created = { kind: "iam-policy-version-created", arn: managedArn, document } as const;
  const inSnapshot = (policy: object): Snapshot => ({
    ...sample,
    authorizationDetails: { Policies: [{ Arn: managedArn, ...policy }] },
  });

  it.each<[string, IamChange, readonly Told[]]>([
    [
      "that came",
      {
        kind: "iam-policy-created",
        arn: boundaryArn,
        policyName: "boundary",
        document,
        versionId: "v1",
      },
      [
        ["policyVersion", null, "v1"],
        ["policyDocument", null, json],
      ],
    ],
    [
      "that were there",
      {
        kind: "iam-policy-created",
        arn: managedArn,
        policyName: "decrypt",
        document,
        versionId: "v1",
      },
      [],
    ],
    [
      "that went",
      { kind: "iam-policy-deleted", arn: managedArn },
      [
        ["policyVersion", "v2", null],
        ["policyDocument", readPolicy, null],
      ],
    ],
    [
      "with a new version in force",
      { ...created, versionId: null, setAsDefault: true },
      [
        ["policyVersion", "v2", "v3"],
        ["policyDocument", readPolicy, json],
      ],
    ],
    [
      "with a version that is not in force",
      { ...created, versionId: "v3", setAsDefault: false },
      [],
    ],
    [
      "that lost a version",
      { kind: "iam-policy-version-deleted", arn: managedArn, versionId: "v1" },
      [],
    ],
    [
      "with an old version in force again",
      { kind: "iam-policy-default-version-set", arn: managedArn, versionId: "v1" },
      [
        ["policyVersion", "v2", "v1"],
        ["policyDocument", readPolicy, denyPolicy],
      ],
    ],
    [
      "that the inventory does not list",
      { kind: "iam-policy-default-version-set", arn: boundaryArn, versionId: "v1" },
      [
        ["policyVersion", noPolicy, "v1"],
        ["policyDocument", noPolicy, noPolicy],
      ],
    ],
    [
      "that the inventory does not list, with a new version",
      { ...created, arn: boundaryArn, versionId: null, setAsDefault: true },
      [
        ["policyVersion", noPolicy, noPolicy],
        ["policyDocument", noPolicy, json],
      ],
    ],
  ])("tell those %s", (_, change, told) => {
    expectAttributes(change, told);
  });

  it("tell that the version in force was not known", () => {
    const iamDenied = { unknown: "AccessDenied" };
    const untold = { unknown: "the snapshot does not tell the policy's version in force" };
    const change: IamChange = { ...created, versionId: "v3", setAsDefault: true };
    expectAttributes(
      change,
      [
        ["policyVersion", iamDenied, "v3"],
        ["policyDocument", iamDenied, json],
      ],
      inSnapshot({ PolicyVersionList: { unreadable: "AccessDenied" } }),
    );
    expectAttributes(
      change,
      [
        ["policyVersion", "v1", "v3"],
        ["policyDocument", untold, json],
      ],
      inSnapshot({ DefaultVersionId: "v1" }),
    );
    expectAttributes(
      change,
      [
        ["policyVersion", untold, "v3"],
        ["policyDocument", untold, json],
      ],
      inSnapshot({ PolicyVersionList: [{ VersionId: "v1", IsDefaultVersion: false }] }),
    );
    expectAttributes(
      change,
      [
        ["policyVersion", "v2", "v3"],
        ["policyDocument", readPolicy, json],
      ],
      inSnapshot({
        DefaultVersionId: "v2",
        PolicyVersionList: [{ VersionId: "v1" }, { VersionId: "v2", Document: readPolicy }],
      }),
    );
  });
});

describe("an event that changes nothing", () => {
  it("has no attribute changes", () => {
    expectAttributes({ kind: "none", reason: "a rotation" }, []);
  });
});
