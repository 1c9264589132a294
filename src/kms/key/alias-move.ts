import type { KeyMetadata } from "../../account/snapshot.ts";
import { subtractActions } from "../../policy/action-set.ts";
import { andFormulas, FALSE, type Formula, TRUE, unknownFormula } from "../../policy/formula.ts";
import { orVerdicts, sameForAll, surely, type Verdict } from "../../policy/verdict.ts";
import { actionsNamed, KEY_ACTIONS } from "../kms-vocabulary.ts";
import { keyTypeOf } from "./key-type.ts";

const UPDATE_ALIAS = actionsNamed("UpdateAlias");

/**
 * The actions that are possible on a key whose alias goes to another key: UpdateAlias asks that
 * both are of one type and one usage.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html
 */
export function possibleMove(from: KeyMetadata, to: KeyMetadata): Verdict {
  const formula = andFormulas([
    // Stryker disable next-line StringLiteral: a word of a text for people
    sameIn("keyUsageUnknown", "usage", from.KeyUsage ?? null, to.KeyUsage ?? null),
    // Stryker disable next-line StringLiteral: a word of a text for people
    sameIn("keySpecUnknown", "type", keyTypeOf(from), keyTypeOf(to)),
  ]);
  const others = surely(subtractActions(KEY_ACTIONS, UPDATE_ALIAS));
  return orVerdicts(others, sameForAll(UPDATE_ALIAS, formula));
}

function sameIn(code: string, what: string, from: string | null, to: string | null): Formula {
  if (from !== null && to !== null) return from === to ? TRUE : FALSE;
  return unknownFormula(
    code,
    // Stryker disable next-line StringLiteral: a text for people
    `whether the keys that an alias moves between are of one ${what} is not known`,
  );
}
