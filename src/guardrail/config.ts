import type { Mode } from "./finding.ts";

/** `guardrail.yml`, checked. */
export interface GuardrailConfig {
  readonly version: 1;
  readonly mode: Mode;
  /** Account ids that are not external. */
  readonly trustedAccounts: readonly string[];
  readonly guardrail: {
    /** The ARN that reverts are made as; null: a caller that may is assumed. */
    readonly principal: string | null;
  };
}

/** Without a configuration file: alert on everything. */
export const DEFAULT_CONFIG: GuardrailConfig = {
  version: 1,
  mode: "alert",
  trustedAccounts: [],
  guardrail: { principal: null },
};
