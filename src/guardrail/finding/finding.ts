import type { AccessChange } from "../../access/compare/access-change.ts";
import type { Unknown } from "../../kms/decision.ts";
import type { PerimeterChange } from "../../perimeter/perimeter-change.ts";

/** Who made the call, from CloudTrail's userIdentity. */
export interface Actor {
  readonly type: string | null;
  readonly arn: string | null;
  readonly sessionIssuerArn: string | null;
  readonly invokedBy: string | null;
}

/** The event behind a finding. */
export interface FindingEvent {
  readonly eventId: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly eventTime: string;
  readonly awsRegion: string;
  readonly recipientAccountId: string;
  readonly actor: Actor;
  readonly sourceIPAddress: string | null;
  readonly vpcEndpointId: string | null;
}

export type Severity = "critical" | "high" | "medium" | "low" | "informational";
export type FindingKind = "access" | "drift" | "blind" | "tampering" | "perimeter" | "refusal";
export type Mode = "observe" | "alert" | "approve" | "enforce";
export type RemediationStatus =
  | "none"
  | "proposed"
  | "awaitingApproval"
  | "rejected"
  | "expired"
  | "applied"
  | "verified"
  | "refused"
  | "failed";

export interface AttributeChange {
  readonly attribute: string;
  /** null: was or is not there; `{ unknown }`: the state did not know. */
  readonly before: unknown;
  readonly after: unknown;
}

export type { PerimeterChange };

/** One AWS SDK command of a revert, ready to send. */
export interface RemediationCall {
  readonly service: "kms" | "ec2" | "iam";
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface Remediation {
  readonly mode: Mode;
  readonly status: RemediationStatus;
  readonly refusedBecause: string | null;
  readonly calls: readonly RemediationCall[];
}

export interface Summary {
  readonly gained: number;
  readonly lost: number;
  readonly widened: number;
  readonly narrowed: number;
  readonly principals: number;
  readonly keys: number;
  readonly external: number;
}

/** What an event did to access (the public contract's §4). */
export interface Finding {
  readonly schemaVersion: 1;
  readonly findingId: string;
  readonly kind: FindingKind;
  readonly event: FindingEvent | null;
  readonly resource: { readonly type: string; readonly arn: string };
  readonly keyState: string | null;
  readonly attributeChanges: readonly AttributeChange[];
  readonly effectiveFrom: string;
  readonly effectiveBy: string;
  readonly severity: Severity;
  readonly title: string;
  readonly summary: Summary;
  readonly accessChanges: readonly AccessChange[];
  readonly truncated?: true;
  readonly perimeterChanges: readonly PerimeterChange[];
  readonly notes: readonly Unknown[];
  readonly remediation: Remediation;
}
