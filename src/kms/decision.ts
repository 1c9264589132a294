/**
 * The answer to one request (the public contract's §2). Decisions are named as the IAM policy
 * simulator names them; `conditional` is the third value.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html
 */
export type DecisionValue = "allowed" | "explicitDeny" | "implicitDeny" | "conditional";

/** The layers that can decide, in the order in which they are told. */
export const LAYERS = [
  "key-policy",
  "grant",
  "identity-policy",
  "permissions-boundary",
  "session-policy",
  "service-control-policy",
  "resource-control-policy",
  "vpc-endpoint-policy",
  "key-state",
  "operation",
] as const;

export type Layer = (typeof LAYERS)[number];

/** A statement that decided, by its place: `statement` counts from 0 and is null for a grant. */
export interface DeterminingStatement {
  readonly layer: Layer;
  /** A managed policy's ARN, an inline policy's name, `default`, the SCP's or RCP's name, the endpoint's or grant's id. */
  readonly policy: string;
  readonly sid: string | null;
  readonly statement: number | null;
  /** The group through which an identity policy came. */
  readonly from?: string;
}

/** What no context key can settle. */
export interface Unknown {
  readonly code: string;
  readonly text: string;
}

/** A residual condition: true on a full context exactly when the request is allowed. */
export type Condition =
  | { readonly and: readonly Condition[] }
  | { readonly or: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly operator: string; readonly key: string; readonly values: readonly string[] }
  | { readonly unknown: string };

export interface Decision {
  readonly decision: DecisionValue;
  readonly determiningStatements: readonly DeterminingStatement[];
  readonly blockedBy: readonly Layer[];
  readonly missingContextKeys: readonly string[];
  readonly unknowns: readonly Unknown[];
  readonly condition: Condition | null;
  /** Remarks that change nothing, such as a principal that the account does not list. */
  readonly notes?: readonly Unknown[];
}
