import type { AccessChange } from "../../../src/access/compare/access-change.ts";
import type { Finding } from "../../../src/guardrail/finding/finding.ts";

export const keyArn = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** An access change of the principal with a number. */
export function accessChangeOf(number: number): AccessChange {
  return {
    change: "gained",
    principal: `arn:aws:iam::111122223333:role/app-${number}`,
    external: false,
    key: keyArn,
    via: null,
    actions: ["kms:Decrypt"],
    before: "implicitDeny",
    after: "allowed",
    because: [],
    witness: null,
  };
}

/** A finding about a tag, with what a test wants different. */
export function findingWith(different: Partial<Finding> = {}): Finding {
  const accessChanges = different.accessChanges ?? [accessChangeOf(1)];
  return {
    schemaVersion: 1,
    findingId: "39f89d14-696a-4e83-8f38-a3713bba8ec2-0123456789abcdef",
    kind: "access",
    event: {
      eventId: "39f89d14-696a-4e83-8f38-a3713bba8ec2",
      eventName: "TagResource",
      eventSource: "kms.amazonaws.com",
      eventTime: "2026-11-03T09:12:04Z",
      awsRegion: "us-west-2",
      recipientAccountId: "111122223333",
      actor: { type: "IAMUser", arn: null, sessionIssuerArn: null, invokedBy: null },
      sourceIPAddress: null,
      vpcEndpointId: null,
    },
    resource: { type: "AWS::KMS::Key", arn: keyArn },
    keyState: "Enabled",
    attributeChanges: [{ attribute: "tag:Project", before: null, after: "Alpha" }],
    effectiveFrom: "2026-11-03T09:12:04Z",
    effectiveBy: "2026-11-03T09:17:04Z",
    severity: "high",
    title: "role/app-1 can now Decrypt with alias/payroll (tag Project, by erin)",
    summary: {
      gained: accessChanges.length,
      lost: 0,
      widened: 0,
      narrowed: 0,
      principals: accessChanges.length,
      keys: 1,
      external: 0,
    },
    accessChanges,
    perimeterChanges: [],
    notes: [],
    remediation: { mode: "alert", status: "none", refusedBecause: null, calls: [] },
    ...different,
  };
}
