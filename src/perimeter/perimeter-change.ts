import type { AccessChangeKind, Because } from "../access/compare/access-change.ts";

/**
 * Whose principals pass an endpoint: those of its own account, of other accounts of the
 * organization, of accounts that guardrail.yml trusts or the endpoint's policy names, of any
 * account at all, or requests without a signature.
 */
export type PerimeterWho =
  | "anyone"
  | "unauthenticated"
  | "listed-accounts"
  | "organization"
  | "account";

/** Whose resources they reach; `anyone`: of an account that is neither the organization's nor trusted. */
export type PerimeterResources = "anyone" | "aws-owned" | "organization" | "account";

/** Widest first. */
export const PERIMETER_WHO: readonly PerimeterWho[] = [
  "anyone",
  "unauthenticated",
  "listed-accounts",
  "organization",
  "account",
];

/** Widest first. */
export const PERIMETER_RESOURCES: readonly PerimeterResources[] = [
  "anyone",
  "aws-owned",
  "organization",
  "account",
];

/** What an event did to who reaches whose resources through an endpoint (the public contract's §4). */
export interface PerimeterChange {
  readonly change: AccessChangeKind;
  /** The endpoint's id. */
  readonly via: string;
  readonly who: PerimeterWho;
  readonly resources: PerimeterResources;
  readonly because: readonly Because[];
}
