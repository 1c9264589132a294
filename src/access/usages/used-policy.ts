import type { DocumentJson } from "../../account/snapshot.ts";
import type { Layer } from "../../kms/decision.ts";
import type { PolicyType } from "../../policy/statement-elements.ts";

/** A policy in its place, with whom or what it is attached to. */
export interface UsedPolicy {
  readonly layer: Layer & (PolicyType | "permissions-boundary");
  readonly policy: string;
  readonly account: string;
  readonly document: DocumentJson;
  /** ARNs of keys, users, groups and roles, ids of endpoints and accounts. */
  readonly attachedTo: readonly string[];
}
