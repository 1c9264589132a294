import type { Signatures } from "../../remediation/decision/decision.ts";
import type { DecisionPorts } from "../../remediation/decision/take-decision.ts";

/** The options of the commands that decide. */
export interface DecideOptions {
  readonly reason?: string;
  readonly stack: string;
  readonly region?: string;
  readonly findings?: string;
  readonly until?: number;
  readonly json?: boolean;
}

/** Ports that also sign, and who decides. */
export interface DecidingPorts extends DecisionPorts {
  readonly signatures: Signatures;
  readonly by: string;
}
