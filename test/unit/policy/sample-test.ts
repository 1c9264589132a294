import {
  type ConditionOperator,
  parseConditionOperator,
} from "../../../src/policy/condition-operator.ts";
import { type ConditionTest, compileConditionTest } from "../../../src/policy/condition-test.ts";
import { ABSENT, type Fact, type Facts, known } from "../../../src/policy/fact.ts";
import { makeVocabulary, type Vocabulary } from "../../../src/policy/vocabulary.ts";

export function operatorNamed(written: string): ConditionOperator {
  const operator = parseConditionOperator(written);
  if (operator === null) throw new Error(`no operator \`${written}\``);
  return operator;
}

/** A compiled condition under Version 2012-10-17. */
export function conditionOn(
  operator: string,
  key: string,
  ...values: readonly string[]
): ConditionTest {
  return compileConditionTest(operatorNamed(operator), key, values, true);
}

/** Facts by the name of the context key; strings are known values, all else is absent. */
export function factsFrom(
  told: Readonly<Record<string, Fact | string | readonly string[]>>,
): Facts {
  const facts = new Map(
    Object.entries(told).map(([name, fact]): [string, Fact] => [name.toLowerCase(), toFact(fact)]),
  );
  return (contextKey) => facts.get(contextKey) ?? ABSENT;
}

function toFact(told: Fact | string | readonly string[]): Fact {
  if (typeof told === "string") return known(told);
  return Array.isArray(told) ? known(...told) : (told as Fact);
}

/** Four actions; `kms:ViaService` is carried by the first two, `aws:RequestTag/*` by the third. */
export const VOCABULARY: Vocabulary = makeVocabulary(
  ["kms:Decrypt", "kms:Encrypt", "kms:TagResource", "kms:ListKeys"],
  (contextKey) => {
    if (contextKey === "kms:viaservice") return { lo: 0b0011, hi: 0 };
    return contextKey.startsWith("aws:requesttag/") ? { lo: 0b0100, hi: 0 } : null;
  },
);
