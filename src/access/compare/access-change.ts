import type { DecisionValue, DeterminingStatement } from "../../kms/decision.ts";

export type AccessChangeKind = "gained" | "lost" | "widened" | "narrowed" | "changed";

/** A statement for which access changed. */
export interface Because extends DeterminingStatement {
  /** true: the statement counted before and no longer does. */
  readonly was: boolean;
}

/** One concrete request whose decision differs between before and after. */
export interface Witness {
  readonly action: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** What one principal gained or lost on one key by one path (the public contract's §4). */
export interface AccessChange {
  readonly change: AccessChangeKind;
  readonly principal: string;
  readonly external: boolean;
  /** The key's ARN; null for the actions without a key. */
  readonly key: string | null;
  readonly via: string | null;
  /** Sorted. */
  readonly actions: readonly string[];
  readonly before: DecisionValue;
  readonly after: DecisionValue;
  readonly because: readonly Because[];
  /** null: nobody can tell a request for which the decision surely differs. */
  readonly witness: Witness | null;
  /** The same is allowed outside any endpoint anyway. */
  readonly alreadyAllowedWithout?: true;
}
