import type { GeneratedWorld } from "../support/generators/world-arbitrary.ts";
import { decideIn, wordOf, worldOf } from "./decide-both.ts";

/** `ForAnyValue:StringLikeIfExists` is StringLike. */
export const baseOperator = (written: string): string =>
  written.replace(/^.*:/, "").replace(/IfExists$/, "");

/** What is written around an operator; told apart from operators by their own share. */
export const modifiers = ["ForAllValues", "ForAnyValue", "IfExists"] as const;

/** The operator and the modifiers of a test. */
const namesOf = (written: string): readonly string[] => [
  baseOperator(written),
  ...modifiers.filter(
    (modifier) => written.startsWith(`${modifier}:`) || written.endsWith(modifier),
  ),
];

/** A test that a request without such a key never satisfies. */
const never = { StringEquals: { "aws:NeverThere": "never" } };

/** The same JSON with every test of an operator always satisfied, or never. */
const withOutcome = (json: unknown, operator: string, holds: boolean): unknown => {
  if (Array.isArray(json)) return json.map((item) => withOutcome(item, operator, holds));
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, member]) => [
      name,
      name === "Condition"
        ? conditionWithOutcome(member as object, operator, holds)
        : withOutcome(member, operator, holds),
    ]),
  );
};

const conditionWithOutcome = (condition: object, operator: string, holds: boolean): object => {
  const kept = Object.entries(condition).filter(
    ([written]) => !namesOf(written).includes(operator),
  );
  const isGone = kept.length < Object.keys(condition).length;
  return { ...Object.fromEntries(kept), ...(isGone && !holds ? never : {}) };
};

const operatorsIn = (json: unknown, found = new Set<string>()): ReadonlySet<string> => {
  if (typeof json !== "object" || json === null) return found;
  for (const [element, member] of Object.entries(json)) {
    if (element !== "Condition") operatorsIn(member, found);
    else for (const name of Object.keys(member as object).flatMap(namesOf)) found.add(name);
  }
  return found;
};

/**
 * For each request of a world, the operators and modifiers that decided it: the decision is another
 * one when all tests of that operator hold, or when none does.
 */
export const decidingOperators = ({
  snapshot,
  requests,
}: GeneratedWorld): readonly (readonly string[])[] => {
  const words = decideAll(snapshot, requests);
  const deciding = requests.map((): string[] => []);
  for (const operator of operatorsIn([snapshot, requests])) {
    for (const holds of [true, false]) {
      const others = decideAll(
        withOutcome(snapshot, operator, holds),
        withOutcome(requests, operator, holds) as GeneratedWorld["requests"],
      );
      for (const [index, word] of others.entries()) {
        if (word !== words[index]) deciding[index]?.push(operator);
      }
    }
  }
  return deciding;
};

const decideAll = (snapshot: unknown, requests: GeneratedWorld["requests"]): readonly string[] => {
  const world = worldOf(snapshot);
  return requests.map((request) => wordOf(decideIn(world, request)));
};
