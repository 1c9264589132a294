import { type Formula, unknownFormula } from "../policy/formula.ts";

/**
 * What a policy that could not be read makes of a decision: it might allow and it might deny. The
 * two are separate unknowns, so that one never cancels the other.
 */
export function unreadableEffect(effect: "Allow" | "Deny", what: string, reason: string): Formula {
  const formula = unknownFormula("policyUnreadable", `${what} could not be read: ${reason}`);
  return { ...formula, text: `${formula.text}:${effect}` };
}
