import {
  type ActionSet,
  intersectActions,
  isEmptySet,
  NO_ACTIONS,
  subtractActions,
  unionActions,
} from "./action-set.ts";
import { type ConditionTest, compileConditionTest, variablesOf } from "./condition-test.ts";
import { evaluateTest, open } from "./evaluate-test.ts";
import { ABSENT, LATER } from "./fact.ts";
import { fillVariables } from "./fill-variables.ts";
import { andFormulas, type Formula } from "./formula.ts";
import { type Malformed, parsePolicyDocument } from "./policy-document.ts";
import { compilePrincipalElement, type PrincipalElement } from "./principal.ts";
import { compileResourceElement, type ResourceElement } from "./resource-element.ts";
import type { PolicyType, StatementElements } from "./statement-elements.ts";
import type { Piece } from "./verdict.ts";
import { actionsOfPattern, type Vocabulary } from "./vocabulary.ts";

/** One statement, compiled against a vocabulary. */
export interface CompiledStatement {
  readonly index: number;
  readonly sid: string | null;
  readonly effect: "Allow" | "Deny";
  readonly actions: ActionSet;
  /** null: the policy's type has no Principal element. */
  readonly principal: PrincipalElement | null;
  readonly resource: ResourceElement;
  /** The Condition per group of actions that carry the same context keys; together all of `actions`. */
  readonly pieces: readonly Piece[];
  /** Every test in the Condition, for indexes and explanations. */
  readonly tests: readonly ConditionTest[];
  /** Effect Allow, every action, every resource, no condition and (if any) every principal. */
  readonly allowsEverything: boolean;
}

export interface CompiledPolicy {
  readonly statements: readonly CompiledStatement[];
}

/**
 * Compiles a policy document once: actions to bit sets, literals prepared, a condition key that an
 * action cannot carry decided as absent. Malformed when AWS would have refused the document.
 */
export function compilePolicy(
  json: unknown,
  type: PolicyType,
  vocabulary: Vocabulary,
): CompiledPolicy | { readonly malformed: Malformed } {
  const parsed = parsePolicyDocument(json, type);
  if ("malformed" in parsed) return parsed;
  const statements: CompiledStatement[] = [];
  for (const [index, elements] of parsed.document.statements.entries()) {
    const principal =
      elements.principals === null
        ? null
        : compilePrincipalElement(elements.principals, elements.notPrincipal);
    if (typeof principal === "string") {
      const element = elements.notPrincipal ? "NotPrincipal" : "Principal";
      return { malformed: { path: `${elements.path}.${element}`, reason: principal } };
    }
    // A stored key-policy statement without Action or Resource has no effect.
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
    if (elements.actions === null || elements.resources === null) continue;
    statements.push(
      compileStatement(elements, elements.actions, elements.resources, index, principal, {
        vocabulary,
        variables: parsed.document.variables,
      }),
    );
  }
  return { statements };
}

function compileStatement(
  elements: StatementElements,
  actionPatterns: readonly string[],
  resources: readonly string[],
  index: number,
  principal: PrincipalElement | null,
  options: { readonly vocabulary: Vocabulary; readonly variables: boolean },
): CompiledStatement {
  const { vocabulary, variables } = options;
  let actions = NO_ACTIONS;
  for (const pattern of actionPatterns) {
    actions = unionActions(actions, actionsOfPattern(vocabulary, pattern));
  }
  if (elements.notAction) actions = subtractActions(vocabulary.all, actions);
  const tests = elements.conditions.map(({ operator, key, values }) =>
    compileConditionTest(operator, key, values, variables),
  );
  const resource = compileResourceElement(resources, elements.notResource, variables);
  return {
    index,
    sid: elements.sid,
    effect: elements.effect,
    actions,
    principal,
    resource,
    pieces: splitByCarriers(actions, tests, vocabulary),
    tests,
    allowsEverything:
      elements.effect === "Allow" &&
      tests.length === 0 &&
      !elements.notAction &&
      actionPatterns.includes("*") &&
      resource.all &&
      !resource.not &&
      (principal === null || (!principal.not && (principal.anyone || principal.anyAws))),
  };
}

/**
 * Where an action does not carry a test's context key, the key is absent and the test decided;
 * where it does not carry one that a variable names, the variable is undefined.
 */
function splitByCarriers(
  actions: ActionSet,
  tests: readonly ConditionTest[],
  vocabulary: Vocabulary,
): readonly Piece[] {
  let groups: readonly Group[] = [{ actions, parts: [] }];
  for (const test of tests) groups = groups.flatMap((group) => splitGroup(group, test, vocabulary));
  return groups
    .map((group) => ({ actions: group.actions, formula: andFormulas(group.parts) }))
    .filter((piece) => piece.formula.kind !== "false" && !isEmptySet(piece.actions));
}

interface Group {
  readonly actions: ActionSet;
  readonly parts: readonly Formula[];
}

function splitGroup(group: Group, test: ConditionTest, vocabulary: Vocabulary): readonly Group[] {
  const carriers = vocabulary.carriers(test.lookup) ?? vocabulary.all;
  const result: Group[] = [];
  const others = subtractActions(group.actions, carriers);
  // Stryker disable next-line ConditionalExpression: no actions make no piece in the end
  if (!isEmptySet(others)) {
    result.push({ actions: others, parts: [...group.parts, evaluateTest(test, () => ABSENT)] });
  }
  let variants = [{ actions: intersectActions(group.actions, carriers), test }];
  for (const variable of variablesOf(test)) {
    const carrying = vocabulary.carriers(variable) ?? vocabulary.all;
    variants = variants.flatMap((variant) => [
      { actions: intersectActions(variant.actions, carrying), test: variant.test },
      {
        actions: subtractActions(variant.actions, carrying),
        test: fillVariables(variant.test, (key) => (key === variable ? ABSENT : LATER)),
      },
    ]);
  }
  for (const variant of variants) {
    // Stryker disable next-line ConditionalExpression: no actions make no piece in the end
    if (isEmptySet(variant.actions)) continue;
    result.push({ actions: variant.actions, parts: [...group.parts, open(variant.test)] });
  }
  return result;
}
