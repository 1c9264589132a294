import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../../../src/account/snapshot.ts";
import type { RemediationCall } from "../../../../src/guardrail/finding/finding.ts";
import { ec2, kms, planForEvent } from "../plan-for-event.ts";
import {
  account,
  delegation,
  endpointId,
  endpointPolicy,
  grant,
  makeKey,
  orders,
  payroll,
  policyOf,
  region,
  roleArn,
  smallAccount,
  tokens,
  withKeyParts,
} from "../small-account.ts";

const inState = (state: string): Snapshot =>
  withKeyParts(payroll, { metadata: makeKey(payroll, { state }).metadata });

const policyText = JSON.stringify(policyOf(delegation));
const defaultPolicy = {
  Statement: [{ Action: "*", Effect: "Allow", Principal: "*", Resource: "*" }],
};
const withEndpoint = (parts: object): Snapshot => ({
  ...smallAccount,
  vpcEndpoints: (smallAccount.vpcEndpoints as readonly { VpcEndpointId: string }[]).map((one) => ({
    ...one,
    ...parts,
  })),
});

interface Row {
  readonly name: string;
  readonly event: RemediationCall;
  readonly calls: readonly RemediationCall[];
  readonly on?: Snapshot;
}

const exact: readonly Row[] = [
  {
    name: "TagResource: overwritten tags get their value back, new ones are removed",
    event: kms("TagResource", {
      KeyId: payroll,
      Tags: [
        { TagKey: "Project", TagValue: "Alpha" },
        { TagKey: "Owner", TagValue: "mallory" },
        { TagKey: "Stage", TagValue: "prod" },
      ],
    }),
    calls: [
      kms("TagResource", { KeyId: payroll, Tags: [{ TagKey: "Project", TagValue: "Beta" }] }),
      kms("UntagResource", { KeyId: payroll, TagKeys: ["Owner"] }),
    ],
  },
  {
    name: "UntagResource: what was there is tagged again",
    event: kms("UntagResource", { KeyId: payroll, TagKeys: ["Stage", "Nothing"] }),
    calls: [kms("TagResource", { KeyId: payroll, Tags: [{ TagKey: "Stage", TagValue: "prod" }] })],
  },
  {
    name: "CreateAlias: deleted",
    event: kms("CreateAlias", { AliasName: "alias/new", TargetKeyId: orders }),
    calls: [kms("DeleteAlias", { AliasName: "alias/new" })],
  },
  {
    name: "UpdateAlias: back to the former key",
    event: kms("UpdateAlias", { AliasName: "alias/payroll", TargetKeyId: orders }),
    calls: [kms("UpdateAlias", { AliasName: "alias/payroll", TargetKeyId: payroll })],
  },
  {
    name: "an alias that came to a key of another type: deleted and created",
    event: kms("CreateAlias", { AliasName: "alias/payroll", TargetKeyId: tokens }),
    calls: [
      kms("DeleteAlias", { AliasName: "alias/payroll" }),
      kms("CreateAlias", { AliasName: "alias/payroll", TargetKeyId: payroll }),
    ],
  },
  {
    name: "DeleteAlias: created again",
    event: kms("DeleteAlias", { AliasName: "alias/payroll" }),
    calls: [kms("CreateAlias", { AliasName: "alias/payroll", TargetKeyId: payroll })],
  },
  {
    name: "PutKeyPolicy: the former document",
    event: kms("PutKeyPolicy", {
      KeyId: payroll,
      PolicyName: "default",
      Policy: '{"Statement":[]}',
    }),
    calls: [kms("PutKeyPolicy", { KeyId: payroll, PolicyName: "default", Policy: policyText })],
  },
  {
    name: "PutKeyPolicy: the former text as it was written",
    event: kms("PutKeyPolicy", {
      KeyId: payroll,
      PolicyName: "default",
      Policy: '{"Statement":[]}',
    }),
    on: withKeyParts(payroll, { policy: ` ${policyText}\n` }),
    calls: [
      kms("PutKeyPolicy", { KeyId: payroll, PolicyName: "default", Policy: ` ${policyText}\n` }),
    ],
  },
  {
    name: "CreateGrant: revoked",
    event: kms("CreateGrant", {
      KeyId: payroll,
      GranteePrincipal: roleArn("app"),
      Operations: ["Decrypt"],
    }),
    calls: [kms("RevokeGrant", { KeyId: payroll, GrantId: "g1" })],
  },
  {
    name: "EnableKey: disabled",
    event: kms("EnableKey", { KeyId: payroll }),
    on: inState("Disabled"),
    calls: [kms("DisableKey", { KeyId: payroll })],
  },
  {
    name: "DisableKey: enabled",
    event: kms("DisableKey", { KeyId: payroll }),
    calls: [kms("EnableKey", { KeyId: payroll })],
  },
  {
    name: "ScheduleKeyDeletion of an enabled key: cancelled, and enabled",
    event: kms("ScheduleKeyDeletion", { KeyId: payroll, PendingWindowInDays: 7 }),
    calls: [kms("CancelKeyDeletion", { KeyId: payroll }), kms("EnableKey", { KeyId: payroll })],
  },
  {
    name: "ScheduleKeyDeletion of a disabled key: cancelled",
    event: kms("ScheduleKeyDeletion", { KeyId: payroll, PendingWindowInDays: 7 }),
    on: inState("Disabled"),
    calls: [kms("CancelKeyDeletion", { KeyId: payroll })],
  },
  {
    name: "ModifyVpcEndpoint: policy, subnets, groups, route tables and private DNS back",
    event: ec2("ModifyVpcEndpoint", {
      VpcEndpointId: endpointId,
      ResetPolicy: true,
      PrivateDnsEnabled: false,
      AddSubnetIds: ["subnet-0a1b2c3d4e5f60009"],
      RemoveSubnetIds: ["subnet-0a1b2c3d4e5f60001"],
      AddSecurityGroupIds: ["sg-0a1b2c3d4e5f60009"],
      RemoveSecurityGroupIds: ["sg-0a1b2c3d4e5f60003"],
      AddRouteTableIds: ["rtb-0a1b2c3d4e5f60009"],
    }),
    calls: [
      ec2("ModifyVpcEndpoint", {
        VpcEndpointId: endpointId,
        PolicyDocument: endpointPolicy,
        AddSubnetIds: ["subnet-0a1b2c3d4e5f60001"],
        RemoveSubnetIds: ["subnet-0a1b2c3d4e5f60009"],
        RemoveRouteTableIds: ["rtb-0a1b2c3d4e5f60009"],
        AddSecurityGroupIds: ["sg-0a1b2c3d4e5f60003"],
        RemoveSecurityGroupIds: ["sg-0a1b2c3d4e5f60009"],
        PrivateDnsEnabled: true,
      }),
    ],
  },
  {
    name: "ModifyVpcEndpoint on the default policy: reset",
    event: ec2("ModifyVpcEndpoint", { VpcEndpointId: endpointId, PolicyDocument: endpointPolicy }),
    on: withEndpoint({ PolicyDocument: defaultPolicy }),
    calls: [ec2("ModifyVpcEndpoint", { VpcEndpointId: endpointId, ResetPolicy: true })],
  },
];

describe("an event with an exact inverse", () => {
  it.each(exact)("$name", ({ event, calls, on = smallAccount }) => {
    const plan = planForEvent(event, { on, response: { grantId: "g1" } });
    expect(plan).toEqual({ level: "automatic", calls, notes: [] });
  });
});

describe("an event that a person decides about", () => {
  it("RevokeGrant: an equal grant, with another id and token", () => {
    const event = kms("RevokeGrant", { KeyId: orders, GrantId: grant.GrantId });
    expect(planForEvent(event)).toEqual({
      level: "approval",
      calls: [
        kms("CreateGrant", {
          KeyId: orders,
          GranteePrincipal: roleArn("app"),
          RetiringPrincipal: roleArn("admin"),
          Operations: ["Encrypt"],
          Constraints: { EncryptionContextSubset: { Department: "Sales" } },
          Name: "feed",
        }),
      ],
      notes: [{ code: "grantIsNew", text: expect.stringContaining(grant.GrantId) }],
    });
  });

  it("CreateVpcEndpoint: deleted, if nobody needs it", () => {
    const event = ec2("CreateVpcEndpoint", {
      VpcId: "vpc-1",
      ServiceName: `com.amazonaws.${region}.kms`,
    });
    const response = {
      CreateVpcEndpointResponse: {
        vpcEndpoint: {
          vpcEndpointId: "vpce-0b2c3d4e5f6071829",
          serviceName: `com.amazonaws.${region}.kms`,
          vpcId: "vpc-1",
        },
      },
    };
    expect(planForEvent(event, { response })).toMatchObject({
      level: "approval",
      calls: [ec2("DeleteVpcEndpoints", { VpcEndpointIds: ["vpce-0b2c3d4e5f6071829"] })],
      notes: [{ code: "endpointMayBeInUse" }],
    });
  });

  it("DeleteVpcEndpoints: an endpoint like it, with another id", () => {
    const event = ec2("DeleteVpcEndpoints", { VpcEndpointIds: [endpointId] });
    expect(planForEvent(event)).toMatchObject({
      level: "proposal",
      calls: [
        {
          operation: "CreateVpcEndpoint",
          input: {
            VpcEndpointType: "Interface",
            VpcId: "vpc-0a1b2c3d4e5f67890",
            ServiceName: `com.amazonaws.${region}.kms`,
            PolicyDocument: endpointPolicy,
            SubnetIds: ["subnet-0a1b2c3d4e5f60001", "subnet-0a1b2c3d4e5f60002"],
            SecurityGroupIds: ["sg-0a1b2c3d4e5f60003"],
            PrivateDnsEnabled: true,
          },
        },
      ],
      notes: [{ code: "endpointIsNew" }],
    });
  });

  it.each([
    ["2026-11-20T09:00:00+00:00", 17],
    ["2026-11-05T09:00:00+00:00", 7],
    ["2027-11-05T09:00:00+00:00", 30],
    [undefined, 30],
  ])("CancelKeyDeletion: a new waiting period (it would have ended %s)", (date, days) => {
    const { metadata } = makeKey(payroll, { state: "PendingDeletion" });
    const on = withKeyParts(payroll, {
      metadata: { ...metadata, ...(date === undefined ? {} : { DeletionDate: date }) },
    });
    expect(planForEvent(kms("CancelKeyDeletion", { KeyId: payroll }), { on })).toMatchObject({
      level: "proposal",
      calls: [kms("ScheduleKeyDeletion", { KeyId: payroll, PendingWindowInDays: days })],
      notes: [{ code: "deletionStartsAnew" }],
    });
  });
});

describe("an event that nothing undoes", () => {
  const rows: readonly [RemediationCall, string, Snapshot?][] = [
    [kms("CreateKey", {}), "the key was not there before"],
    [kms("DeleteImportedKeyMaterial", { KeyId: payroll }), "only who has the key material"],
    [
      kms("ImportKeyMaterial", { KeyId: payroll }),
      "imported key material is not destroyed",
      inState("PendingImport"),
    ],
    [kms("EnableKeyRotation", { KeyId: payroll }), "rotation does not decide"],
    [
      kms("TagResource", { KeyId: payroll, Tags: [{ TagKey: "Project", TagValue: "Beta" }] }),
      "the event left everything as it was",
    ],
    [
      kms("TagResource", { KeyId: payroll, Tags: [{ TagKey: "Project", TagValue: "Alpha" }] }),
      "what `tag:Project` was before the event is not known",
      withKeyParts(payroll, { tags: { unreadable: "AccessDeniedException" } }),
    ],
    [
      kms("PutKeyPolicy", { KeyId: payroll, Policy: "{}" }),
      "what `policy` was before the event is not known",
      withKeyParts(payroll, { policy: { unreadable: "AccessDeniedException" } }),
    ],
    [
      kms("UpdateAlias", { AliasName: "alias/payroll", TargetKeyId: orders }),
      "which key had `alias/payroll` before is not recorded",
      withKeyParts(payroll, { aliases: [] }),
    ],
    [
      kms("DeleteAlias", { AliasName: "alias/payroll" }),
      "which key had `alias/payroll` before is not recorded",
      withKeyParts(payroll, { aliases: [] }),
    ],
    [
      kms("RevokeGrant", { KeyId: orders, GrantId: "g2" }),
      "AWS itself made the grant",
      withKeyParts(orders, {
        grants: [{ GrantId: "g2", GranteePrincipal: "AWS Internal", Operations: ["Decrypt"] }],
      }),
    ],
  ];

  it.each(rows)("%o: %s", (event, reason, on = smallAccount) => {
    const response = { keyMetadata: { arn: `arn:aws:kms:${region}:${account}:key/new` } };
    const plan = planForEvent(event, { on, response });
    expect(plan).toMatchObject({ level: "none", calls: [], notes: [{ code: "noRevert" }] });
    expect(plan.notes[0]?.text).toContain(reason);
  });

  it("DeleteKey", () => {
    const plan = planForEvent(kms("DeleteKey", {}), { keyArn: payroll });
    expect(plan.notes[0]?.text).toContain("a deleted key cannot be brought back");
  });

  it("a grant whose id the record does not tell", () => {
    const event = kms("CreateGrant", {
      KeyId: payroll,
      GranteePrincipal: roleArn("app"),
      Operations: ["Decrypt"],
    });
    expect(planForEvent(event).notes[0]?.text).toContain("does not tell the id of the new grant");
  });
});

it.each([
  ["CreateAlias", "alias/new", kms("DeleteAlias", { AliasName: "alias/new" })],
  [
    "UpdateAlias",
    "alias/payroll",
    kms("UpdateAlias", { AliasName: "alias/payroll", TargetKeyId: payroll }),
  ],
])("%s to a key that is not recorded: a person undoes it", (operation, AliasName, call) => {
  const unheld = `arn:aws:kms:${region}:${account}:key/unheld`;
  const plan = planForEvent(kms(operation, { AliasName, TargetKeyId: unheld }));
  expect(plan).toMatchObject({
    level: "proposal",
    calls: [call],
    notes: [{ code: "keyUnknown" }],
  });
});

describe("a record that leaves out the new value", () => {
  it("still tells the former key policy, for a person to put back", () => {
    const plan = planForEvent(kms("PutKeyPolicy", { KeyId: payroll }));
    expect(plan).toMatchObject({
      level: "proposal",
      calls: [{ operation: "PutKeyPolicy", input: { Policy: policyText } }],
      notes: [{ code: "afterUnknown" }],
    });
  });

  it("tells nothing of tags", () => {
    const plan = planForEvent(kms("TagResource", { KeyId: payroll }));
    expect(plan.notes[0]?.text).toContain("does not tell which tags");
  });
});
