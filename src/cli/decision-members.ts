import type { Decision } from "../kms/decision.ts";

/** The members of a decision in the order in which they are told; notes where there are some. */
export function decisionMembers(decision: Decision): Decision {
  const { notes = [], ...rest } = decision;
  return notes.length === 0 ? rest : { ...rest, notes };
}
