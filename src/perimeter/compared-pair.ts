import type { PerimeterChange } from "./perimeter-change.ts";

/** A perimeter change with what its rating needs. */
export interface ComparedPair extends PerimeterChange {
  /** Every action that came or went only reads. */
  readonly onlyReads: boolean;
  /** Only principals that an identity provider vouches for, where STS gives them a role. */
  readonly onlyFederated: boolean;
  /** Only principals that the policy names and whose own policies give them nothing there. */
  readonly isLimitedByIam: boolean;
  /** Accounts among those who came or went that nobody trusts and that a policy names. */
  readonly foreignAccounts: readonly string[];
}
