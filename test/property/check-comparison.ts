import {
  type ComparedSide,
  compareFormulas,
  type FormulaComparison,
} from "../../src/access/compare/compare-formulas.ts";
import type { Decision } from "../../src/kms/decision.ts";
import { evaluateTarget } from "../../src/kms/evaluate/evaluate-target.ts";
import { kmsActionIndex } from "../../src/kms/kms-vocabulary.ts";
import { prepareTarget } from "../../src/kms/layers/prepared-target.ts";
import { compileContext, NOTHING_TOLD } from "../../src/kms/request/request-facts.ts";
import { factsOf, keyTarget } from "../../src/kms/request/target.ts";
import { findKey } from "../../src/kms/world/find-key.ts";
import { findPrincipal } from "../../src/kms/world/find-principal.ts";
import { findPath, organizationOf, type World } from "../../src/kms/world/world.ts";
import { isMultivalued } from "../../src/policy/context-key.ts";
import { formulaOf } from "../../src/policy/verdict.ts";
import type { GeneratedPair } from "../support/generators/comparison-arbitrary.ts";
import { decideIn, worldOf } from "./decide-both.ts";
import { drawContexts } from "./draw-contexts.ts";
import { must } from "./holds-for.ts";

/** The residual condition of the pair's request in one world. */
const sideOf = (world: World, { principal, action, key, via }: GeneratedPair): ComparedSide => {
  const found = findKey(world, key);
  const profile = findPrincipal(world, principal);
  const index = kmsActionIndex(action);
  if (found === null || profile === null || index === undefined) throw new Error("nothing to ask");
  const target = keyTarget(
    found.key,
    organizationOf(world, found.key.account),
    findPath(world, via ?? null),
    compileContext(NOTHING_TOLD),
  );
  const requester = { profile, sessionPolicies: null, grantId: null };
  const { final } = evaluateTarget(prepareTarget(target), requester, { asIfEnabled: true });
  return { formula: formulaOf(final, index), facts: factsOf(target, "Allow", profile) };
};

export interface CheckedPair {
  /** What the comparison says. */
  readonly said: "equal" | "gained" | "lost" | "both" | "incomplete";
  /** How many of the drawn contexts showed a difference. */
  readonly differences: number;
  readonly isOpen: boolean;
}

const isDenied = ({ decision }: Decision): boolean => decision.endsWith("Deny");

type Context = Readonly<Record<string, string | readonly string[]>>;
type Move = "gained" | "lost";

/** Both worlds, and what they decide of the pair's request in a context (null: nothing told). */
interface BothWorlds {
  readonly sides: { readonly before: ComparedSide; readonly after: ComparedSide };
  readonly decide: (context: Context | null) => { before: Decision; after: Decision };
}

const compileBoth = (pair: GeneratedPair): BothWorlds => {
  const { principal, action, key, via } = pair;
  const worlds = { before: worldOf(pair.before), after: worldOf(pair.after) };
  const request = { principal, action, key, ...(via === undefined ? {} : { via }) };
  const decideOne = (world: World, context: Context | null): Decision => {
    const told = context === null ? {} : { context, contextComplete: true };
    const decision = decideIn(world, { ...request, ...told });
    if ("code" in decision) throw new Error(decision.message);
    return decision;
  };
  return {
    sides: { before: sideOf(worlds.before, pair), after: sideOf(worlds.after, pair) },
    decide: (context) => ({
      before: decideOne(worlds.before, context),
      after: decideOne(worlds.after, context),
    }),
  };
};

/** A witness is denied on one side and not denied on the other. */
const mustFlip = ({ decide }: BothWorlds, context: Context, move: Move): void => {
  const { before, after } = decide(context);
  const flips = move === "gained" ? [before, after] : [after, before];
  must(flips.map(isDenied).join() === "true,false", `the witness of what is ${move} flips`, () => ({
    context,
    before: before.decision,
    after: after.decision,
  }));
};

/** How access surely moved in one context; null: it did not, or nobody knows. */
const moveIn = ({ decide }: BothWorlds, context: Context): Move | null => {
  const { before, after } = decide(context);
  if (isDenied(before) && after.decision === "allowed") return "gained";
  return before.decision === "allowed" && isDenied(after) ? "lost" : null;
};

/** What a context key may hold on both sides: anything (null), one of a few values, or nothing that is open. */
const domainOf =
  ({ sides }: BothWorlds) =>
  (key: string): readonly string[] | null | "not open" => {
    const [before, after] = [sides.before, sides.after].map(({ facts }) =>
      facts(key.toLowerCase()),
    );
    const isOpen = [before, after].every(
      (fact) => fact?.kind === "unknown" || (fact?.kind === "known" && fact.open),
    );
    if (!isOpen) return "not open";
    const values = before?.kind === "unknown" ? before.oneOf : undefined;
    return values?.filter((value) => value !== null) ?? null;
  };

const saidOf = ({ gains, losses, incomplete }: FormulaComparison): CheckedPair["said"] => {
  if (incomplete) return "incomplete";
  if (gains !== null && losses !== null) return "both";
  if (gains === null && losses === null) return "equal";
  return gains === null ? "lost" : "gained";
};

/** What one context shows must have been told. */
const mustBeTold = (comparison: FormulaComparison, move: Move, context: Context): void => {
  if (comparison.incomplete) return;
  const details = () => ({ context, comparison });
  const witness = move === "gained" ? comparison.gains : comparison.losses;
  must(witness !== null, `what is ${move} is told`, details);
  const isPossible = move === "gained" ? comparison.possibleAfter : comparison.possibleBefore;
  must(isPossible, `what is ${move} is possible`, details);
};

/** Compares both sides of a pair and checks what is said of it against contexts drawn at random. */
export const checkComparison = (pair: GeneratedPair, contexts: number): CheckedPair => {
  const both = compileBoth(pair);
  const comparison = compareFormulas(both.sides.before, both.sides.after);
  const { gains, losses } = comparison;
  if (gains?.decided) mustFlip(both, gains.context, "gained");
  if (losses?.decided) mustFlip(both, losses.context, "lost");
  const undecided = both.decide(null);
  const conditions = [undecided.before.condition, undecided.after.condition];
  const drawn = drawContexts(conditions, {
    count: contexts,
    seed: pair.draw,
    domain: domainOf(both),
    isArray: (key) => isMultivalued(key.toLowerCase()),
  });
  let differences = 0;
  for (const context of drawn) {
    const move = moveIn(both, context);
    if (move === null) continue;
    differences++;
    mustBeTold(comparison, move, context);
  }
  const isOpen = conditions.some((condition) => condition !== null);
  return { said: saidOf(comparison), differences, isOpen };
};
