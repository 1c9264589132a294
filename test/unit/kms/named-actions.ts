import { KMS_ACTIONS } from "../../../src/kms/action-table.ts";
import type { ActionSet } from "../../../src/policy/action-set.ts";
import { hasAction } from "../../../src/policy/action-set.ts";
import { formulaOf, type Verdict } from "../../../src/policy/verdict.ts";

/** The names of the actions in a set, sorted. */
export function namesOf(set: ActionSet): readonly string[] {
  return KMS_ACTIONS.filter((_, index) => hasAction(set, index))
    .map(({ name }) => name)
    .sort();
}

/** `true`, `false`, `open`, or the code of what is unknown, for one action. */
export function wordFor(verdict: Verdict, name: string): string {
  const formula = formulaOf(
    verdict,
    KMS_ACTIONS.findIndex((action) => action.name === name),
  );
  if (formula.kind === "unknown") return formula.code;
  return formula.kind === "true" || formula.kind === "false" ? formula.kind : "open";
}

/** The actions of which the verdict is that word. */
export function namesWhere(verdict: Verdict, word: string): readonly string[] {
  return KMS_ACTIONS.map(({ name }) => name)
    .filter((name) => wordFor(verdict, name) === word)
    .sort();
}
