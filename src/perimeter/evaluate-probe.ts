import {
  type ActionSet,
  intersectActions,
  NO_ACTIONS,
  singleAction,
  unionActions,
} from "../policy/action-set.ts";
import type { CompiledStatement } from "../policy/compile-policy.ts";
import { evaluateTest } from "../policy/evaluate-test.ts";
import { type Fact, type Facts, UNKNOWN } from "../policy/fact.ts";
import { andFormulas, type Formula, reduceFormula } from "../policy/formula.ts";
import { isExempted, matchPrincipalList } from "../policy/principal.ts";
import { matchResource } from "../policy/resource-element.ts";
import { andNotVerdict, anyPiece, type Piece, type Verdict } from "../policy/verdict.ts";
import type { Vocabulary } from "../policy/vocabulary.ts";
import { FEDERATED_ACTIONS } from "./action-probes.ts";
import type { PrincipalProbe } from "./principal-probes.ts";
import type { ResourceProbe } from "./resource-instances.ts";

/** One request that may pass an endpoint: who, for what, and what the path tells. */
export interface Probe {
  readonly principal: PrincipalProbe;
  readonly resource: ResourceProbe;
  /** What the endpoint tells of a context key (in lower case); null: nothing. */
  readonly path: (contextKey: string) => Fact | null;
}

/** What is known of a probe's request: what nobody tells is the caller's to choose. */
export function factsOfProbe({ principal, resource, path }: Probe): Facts {
  return (contextKey) =>
    principal.facts(contextKey) ?? resource.facts(contextKey) ?? path(contextKey) ?? UNKNOWN;
}

/** What a policy lets through, for all actions of a vocabulary, and the statements that matched. */
export interface ProbeVerdict {
  readonly verdict: Verdict;
  readonly matched: readonly MatchedStatement[];
}

export interface MatchedStatement {
  readonly statement: CompiledStatement;
  readonly actions: ActionSet;
}

/**
 * Evaluates an endpoint policy for one probe: what some statement allows and none denies.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export function evaluateProbe(
  statements: readonly CompiledStatement[],
  probe: Probe,
  vocabulary: Vocabulary,
): ProbeVerdict {
  const facts = factsOfProbe(probe);
  const matched: MatchedStatement[] = [];
  const pieces: Record<"Allow" | "Deny", Piece[]> = { Allow: [], Deny: [] };
  for (const statement of statements) {
    if (!matchesPrincipal(statement, probe.principal)) continue;
    const resource = matchResource(statement.resource, probe.resource.arn, facts);
    const own = statement.pieces
      .map((piece) => pieceFor(piece, resource, facts))
      .filter(({ formula }) => formula.kind !== "false");
    if (own.length === 0) continue;
    pieces[statement.effect].push(...own);
    const actions = own.reduce((all, piece) => unionActions(all, piece.actions), NO_ACTIONS);
    matched.push({ statement, actions });
  }
  const verdict = andNotVerdict(anyPiece(pieces.Allow), anyPiece(pieces.Deny));
  return {
    verdict: probe.principal.isFederated ? federatedOnly(verdict, vocabulary) : verdict,
    matched,
  };
}

function pieceFor({ actions, formula }: Piece, resource: Formula, facts: Facts): Piece {
  const condition = reduceFormula(formula, (test) => evaluateTest(test, facts));
  return { actions, formula: andFormulas([resource, condition]) };
}

/**
 * `{"AWS": "*"}` and `*` mean everybody, requests without a signature included.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
 */
function matchesPrincipal(
  { principal: element, effect }: CompiledStatement,
  { principal, isFederated }: PrincipalProbe,
): boolean {
  if (element === null) return false;
  const isListed =
    matchPrincipalList(element, principal) !== 0 || (isFederated && element.federated);
  if (!element.not) return isListed;
  return effect === "Deny" ? !isExempted(element, principal) : !isListed;
}

function federatedOnly(verdict: Verdict, vocabulary: Vocabulary): Verdict {
  let actions = NO_ACTIONS;
  for (const name of FEDERATED_ACTIONS) {
    const index = vocabulary.indexOf.get(name.toLowerCase());
    if (index !== undefined) actions = unionActions(actions, singleAction(index));
  }
  return {
    yes: intersectActions(verdict.yes, actions),
    maybe: verdict.maybe.map((piece) => ({
      ...piece,
      actions: intersectActions(piece.actions, actions),
    })),
  };
}
