import type { AccessChange } from "../../../src/access/compare/access-change.ts";
import type { Finding } from "../../../src/guardrail/finding/finding.ts";
import { account, builderArn, region, vaultArn } from "../cli/small-account.ts";

export const sampleChange: AccessChange = {
  change: "gained",
  principal: builderArn,
  external: false,
  key: vaultArn,
  via: null,
  actions: ["kms:Decrypt", "kms:Encrypt"],
  before: "implicitDeny",
  after: "allowed",
  because: [
    {
      layer: "identity-policy",
      policy: "builder-keys",
      sid: "UseOpenKeys",
      statement: 0,
      was: false,
    },
  ],
  witness: {
    action: "kms:Decrypt",
    context: { "kms:ViaService": "s3.amazonaws.com", many: ["a", "b"] },
  },
};

/** What tagging the vault of the small account comes to. */
export const sampleFinding: Finding = {
  schemaVersion: 1,
  findingId: "f1",
  kind: "access",
  event: {
    eventId: "e1",
    eventName: "TagResource",
    eventSource: "kms.amazonaws.com",
    eventTime: "2026-11-02T00:00:01Z",
    awsRegion: region,
    recipientAccountId: account,
    actor: {
      type: "AssumedRole",
      arn: `arn:aws:sts::${account}:assumed-role/builder/sam`,
      sessionIssuerArn: null,
      invokedBy: null,
    },
    sourceIPAddress: "203.0.113.9",
    vpcEndpointId: null,
  },
  resource: { type: "AWS::KMS::Key", arn: vaultArn },
  keyState: "Enabled",
  attributeChanges: [{ attribute: "tag:Stage", before: "closed", after: "open" }],
  effectiveFrom: "2026-11-02T00:00:01Z",
  effectiveBy: "2026-11-02T00:05:01Z",
  severity: "high",
  title: "role/builder can now Decrypt, Encrypt with alias/vault (tag Stage, by builder/sam)",
  summary: { gained: 1, lost: 0, widened: 0, narrowed: 0, principals: 1, keys: 1, external: 0 },
  accessChanges: [sampleChange],
  perimeterChanges: [],
  notes: [],
  remediation: {
    mode: "alert",
    status: "proposed",
    refusedBecause: null,
    calls: [
      {
        service: "kms",
        operation: "TagResource",
        input: { KeyId: vaultArn, Tags: [{ TagKey: "Stage", TagValue: "closed" }] },
      },
    ],
  },
};
