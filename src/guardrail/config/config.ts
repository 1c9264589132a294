import type { AccessChange, AccessChangeKind } from "../../access/compare/access-change.ts";
import type { Mode, Severity } from "../finding/finding.ts";
import type { Limits } from "./limits.ts";
import type { Notifications } from "./notifications.ts";

/** What a gain gives to whom: a rule can be about some kinds only. */
export type GainKind =
  | "any"
  | "external"
  | "wildcard"
  | "administration"
  | "plaintext"
  | "otherUse"
  | "metadata";

/**
 * What a rule is about. Every member that is given must hold; of a list, one value is enough.
 * Values are patterns with `*` and `?`. Tags and aliases are those that the key had before the
 * event, so that nobody leaves or enters a rule by the very change that it is about; a key that
 * was not there before is taken as it is now.
 */
export interface RuleMatch {
  readonly keyTags?: Readonly<Record<string, readonly string[]>>;
  readonly aliases?: readonly string[];
  /** Key ARNs. */
  readonly keys?: readonly string[];
  readonly endpoints?: readonly string[];
  readonly events?: readonly string[];
  /** Changed attributes as findings name them: `tag:Project`, `alias:*`, `policy`. */
  readonly attributes?: readonly string[];
  /** The role behind a session, a user, or a service that acts for itself. */
  readonly actors?: readonly string[];
  readonly gains?: readonly GainKind[];
  readonly severities?: readonly Severity[];
}

/** The first rule that matches an access change decides its mode and severity. */
export interface Rule {
  readonly name: string;
  readonly match: RuleMatch;
  /** Absent: the configuration's mode. */
  readonly mode?: Mode;
  /** Absent: as the change is rated. */
  readonly severity?: Severity;
}

/** Whoever changes the baseline without a finding. */
export interface TrustedActor {
  readonly name: string;
  readonly actors: readonly string[];
  /** Absent: every event. */
  readonly events?: readonly string[];
}

/** The widest access change that a suppression may hide. */
export interface HiddenAccess {
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  /** Key ARNs; absent: every key that the suppression's match leaves. */
  readonly keys?: readonly string[];
  /** Absent: every kind. */
  readonly changes?: readonly AccessChangeKind[];
  readonly evenExternalGain?: boolean;
  readonly evenWildcardGain?: boolean;
  /** Of what the members above leave, these alone, with some of their actions; absent: all of it. Snoozes tell it. */
  readonly only?: readonly HiddenChange[];
}

/** An access change that is hidden when it comes again. */
export type HiddenChange = Pick<
  AccessChange,
  "change" | "principal" | "key" | "via" | "actions" | "after"
>;

export interface Suppression {
  readonly name: string;
  readonly owner: string;
  readonly reason: string;
  /** A day, which is the last one (UTC), or a time. */
  readonly expires: string;
  readonly match: RuleMatch;
  readonly hides: HiddenAccess;
}

/** `guardrail.yml`, checked. */
export interface GuardrailConfig {
  readonly version: 1;
  readonly mode: Mode;
  /** Account ids that are not external. */
  readonly trustedAccounts: readonly string[];
  readonly guardrail: {
    /** The ARN that reverts are made as; null: a caller that may is assumed. */
    readonly principal: string | null;
    /** Patterns of the ARNs that the guardrail is made of; absent: nothing is known to be part of it. */
    readonly resources?: readonly string[];
  };
  readonly trustedActors?: readonly TrustedActor[];
  readonly rules?: readonly Rule[];
  readonly suppressions?: readonly Suppression[];
  /** Absent: `DEFAULT_LIMITS`. */
  readonly limits?: Limits;
  readonly notifications?: Notifications;
}

/** Without a configuration file: alert on everything. */
export const DEFAULT_CONFIG: GuardrailConfig = {
  version: 1,
  mode: "alert",
  trustedAccounts: [],
  guardrail: { principal: null },
};
