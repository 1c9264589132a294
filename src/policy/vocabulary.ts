import { type ActionSet, NO_ACTIONS, singleAction, unionActions } from "./action-set.ts";
import { matchGlob } from "./glob.ts";

/**
 * The actions that policies are compiled against, at most 64, and which condition keys each of them
 * carries. The policy language itself knows no service; a service's table makes the vocabulary.
 */
export interface Vocabulary {
  /** Action names as the service spells them, `kms:Decrypt`; the index is the bit. */
  readonly names: readonly string[];
  readonly all: ActionSet;
  readonly indexOf: ReadonlyMap<string, number>;
  /** The actions that can carry the context key (given in lower case); null: every action can. */
  readonly carriers: (contextKey: string) => ActionSet | null;
}

/** Makes a vocabulary of action names; `carriers` tells which actions carry a context key. */
export function makeVocabulary(
  names: readonly string[],
  carriers: (contextKey: string) => ActionSet | null,
): Vocabulary {
  let all = NO_ACTIONS;
  const indexOf = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    all = unionActions(all, singleAction(index));
    indexOf.set(name.toLowerCase(), index);
  }
  return { names, all, indexOf, carriers };
}

/**
 * The actions that an Action element's pattern names. Prefix and name are case-insensitive, `*` and
 * `?` stand anywhere.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function actionsOfPattern(vocabulary: Vocabulary, pattern: string): ActionSet {
  const lower = pattern.toLowerCase();
  // Stryker disable ConditionalExpression,StringLiteral,BlockStatement: the loop decides alike, in more time
  if (lower === "*") return vocabulary.all;
  if (!lower.includes("*") && !lower.includes("?")) {
    const index = vocabulary.indexOf.get(lower);
    return index === undefined ? NO_ACTIONS : singleAction(index);
  }
  // Stryker restore all
  let set = NO_ACTIONS;
  for (const [name, index] of vocabulary.indexOf) {
    if (matchGlob(lower, name)) set = unionActions(set, singleAction(index));
  }
  return set;
}
