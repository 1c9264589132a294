import type { CompiledStatement } from "../../policy/compile-policy.ts";
import { type ConditionTest, variablesOf } from "../../policy/condition-test.ts";
import type { ResourceElement } from "../../policy/resource-element.ts";
import { matchesText } from "./mention-match.ts";

/** A place in a statement that mentions what is asked about. */
export interface Mention {
  readonly element: "Condition" | "Resource" | "NotResource";
  /** null: not in a condition. */
  readonly operator: string | null;
  /** The context key, as AWS spells it; null: not in a condition. */
  readonly key: string | null;
  /** As written in the policy: in a condition all of the key's values. */
  readonly values: readonly string[];
}

/** What counts as a mention, whatever is asked about. */
export interface MentionPattern {
  /** Whether a condition on this context key (in lower case) with this operator and value is one. */
  readonly inCondition: (contextKey: string, test: ConditionTest) => boolean;
  /** Whether a policy variable of this context key (in lower case) is one. */
  readonly asVariable: (contextKey: string) => boolean;
  /** Whether a value of Resource or NotResource, its variables standing as `*`, is one. */
  readonly inResource: (pattern: string) => boolean;
}

/** Every mention in a statement. */
export function mentionsIn(
  statement: CompiledStatement,
  pattern: MentionPattern,
): readonly Mention[] {
  const inConditions = statement.tests
    .filter(
      (test) =>
        pattern.inCondition(test.lookup, test) || variablesOf(test).some(pattern.asVariable),
    )
    .map(
      (test): Mention => ({
        element: "Condition",
        operator: test.operator.written,
        key: test.key,
        values: test.values,
      }),
    );
  const values = mentioningResources(statement.resource, pattern);
  if (values.length === 0) return inConditions;
  const element = statement.resource.not ? "NotResource" : "Resource";
  return [...inConditions, { element, operator: null, key: null, values }];
}

function mentioningResources(
  { literals, patterns, templates }: ResourceElement,
  pattern: MentionPattern,
): readonly string[] {
  const plain = [...literals, ...patterns].filter(pattern.inResource);
  const varying = templates.filter(({ parts }) => {
    const asPattern = parts.map((part) => (part.kind === "text" ? part.text : "*")).join("");
    const variables = parts.flatMap((part) => (part.kind === "variable" ? part.contextKey : []));
    return variables.some(pattern.asVariable) || pattern.inResource(asPattern);
  });
  return [...plain, ...varying.map(({ written }) => written)];
}

/**
 * Whether some value of a test speaks of one of the texts. A test for presence speaks of whatever
 * is there; a value with a variable may become any text.
 */
export function testMentions(test: ConditionTest, texts: readonly string[]): boolean {
  const { operator } = test;
  if (operator.type !== "string" && operator.type !== "arn") return true;
  if (test.templates?.some((parts) => parts.some(({ kind }) => kind === "variable"))) return true;
  return test.values.some((value) => texts.some((text) => matchesText(value, text, operator)));
}
