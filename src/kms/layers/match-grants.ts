import { isUnreadable } from "../../account/snapshot.ts";
import {
  type ActionSet,
  intersectActions,
  isEmptySet,
  NO_ACTIONS,
  subtractActions,
} from "../../policy/action-set.ts";
import { type ConditionOperator, parseConditionOperator } from "../../policy/condition-operator.ts";
import { compileConditionTest } from "../../policy/condition-test.ts";
import { evaluateTest } from "../../policy/evaluate-test.ts";
import type { Facts } from "../../policy/fact.ts";
import {
  andFormulas,
  type Formula,
  reduceFormula,
  TRUE,
  unknownFormula,
} from "../../policy/formula.ts";
import {
  MATCHED_BY,
  matchPrincipalList,
  type PrincipalElement,
  type RequestPrincipal,
} from "../../policy/principal.ts";
import type { Piece } from "../../policy/verdict.ts";
import { type CompiledGrant, GRANTABLE } from "../key/compiled-grant.ts";
import { RETIRE_GRANT } from "../kms-vocabulary.ts";
import type { PrincipalProfile } from "../request/principal-profile.ts";
import { factsOf, type Target } from "../request/target.ts";
import { unreadableEffect } from "../unreadable-policy.ts";

/** A grant that reaches the principal. */
export interface GrantMatch {
  /** null: the key's grants could not be read. */
  readonly grantId: string | null;
  /** The grant names the principal's account: its IAM policies must allow too. */
  readonly delegated: boolean;
  /** What it gives where its constraints are met. */
  readonly operations: ActionSet;
  readonly pieces: readonly Piece[];
}

/**
 * The grants of the key that give the principal something. RetireGrant follows rules of its own:
 * the retiring principal, a grantee with that operation, and the account where the grant was made.
 * https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/grant-delete.html
 */
export function matchGrants(
  target: Target,
  profile: PrincipalProfile,
  grantId: string | null,
): readonly GrantMatch[] {
  if (target.key === null) return [];
  const { grants } = target.key;
  if (isUnreadable(grants)) {
    const formula = unreadableEffect("Allow", "the key's grants", grants.unreadable);
    const pieces = [{ actions: GRANTABLE, formula }];
    return [{ grantId: null, delegated: false, operations: GRANTABLE, pieces }];
  }
  // Stryker disable next-line ConditionalExpression: saves time only
  if (grants.length === 0) return [];
  const facts = factsOf(target, "Allow", profile);
  return grants.flatMap((grant) => [
    ...matchGrantee(grant, profile, facts, grantId),
    ...(isAsked(grant, grantId) ? matchRetiring(grant, profile) : []),
  ]);
}

/** Whether a request that names a grant (null: none, any of the key) is about this one. */
function isAsked({ grant }: CompiledGrant, grantId: string | null): boolean {
  return grantId === null || grant.GrantId === grantId;
}

/** How a grant's principal reaches the caller: by name, by account (its IAM must allow too), or not. */
function reach(
  element: PrincipalElement | null,
  principal: RequestPrincipal,
): "named" | "account" | null {
  if (element === null) return null;
  const matched = matchPrincipalList(element, principal);
  if ((matched & (MATCHED_BY.itself | MATCHED_BY.role)) !== 0) return "named";
  return (matched & MATCHED_BY.account) !== 0 ? "account" : null;
}

function matchGrantee(
  grant: CompiledGrant,
  profile: PrincipalProfile,
  facts: Facts,
  grantId: string | null,
): readonly GrantMatch[] {
  const { anybody } = grant;
  // Stryker disable next-line StringLiteral: all but the account's IAM is by name
  const reached = anybody === null ? reach(grant.grantee, profile.principal) : "named";
  if (reached === null) return [];
  const sourceArn = sourceArnFormula(grant, profile, facts);
  const pieces: Piece[] = [];
  for (const piece of grant.pieces) {
    const constrained = reduceFormula(piece.formula, (test) => evaluateTest(test, facts));
    const formula = anybody === null ? constrained : andFormulas([constrained, anybody]);
    // A SourceArn constraint does not apply to RetireGrant, which is about the asked grant only.
    const retire = isAsked(grant, grantId) ? RETIRE_GRANT : NO_ACTIONS;
    pieces.push(
      {
        actions: subtractActions(piece.actions, RETIRE_GRANT),
        formula: andFormulas([formula, sourceArn]),
      },
      { actions: intersectActions(piece.actions, retire), formula },
    );
  }
  const open = pieces.filter(
    ({ actions, formula }) => !isEmptySet(actions) && formula.kind !== "false",
  );
  return open.length === 0
    ? []
    : [
        {
          grantId: grant.grant.GrantId,
          delegated: reached === "account",
          operations: grant.operations,
          pieces: open,
        },
      ];
}

const ARN_EQUALS = parseConditionOperator("ArnEquals") as ConditionOperator;

/** A SourceArn constraint is evaluated for calls of AWS services; what it does to others is not documented. */
function sourceArnFormula(
  grant: CompiledGrant,
  { principal }: PrincipalProfile,
  facts: Facts,
): Formula {
  if (grant.sourceArn === null) return TRUE;
  const test = compileConditionTest(ARN_EQUALS, "aws:SourceArn", [grant.sourceArn], false);
  const byService = principal.kind === "service" || facts("kms:viaservice").kind === "known";
  if (byService) return evaluateTest(test, facts);
  if (evaluateTest(test, facts).kind === "true") return TRUE;
  return unknownFormula(
    "grantSourceArn",
    // Stryker disable next-line StringLiteral: a text for people
    `the grant \`${grant.grant.GrantId}\` has a SourceArn constraint, and what it does to a call that no service makes is not documented`,
  );
}

function matchRetiring(
  grant: CompiledGrant,
  { principal }: PrincipalProfile,
): readonly GrantMatch[] {
  const match = (delegated: boolean, formula: Formula): GrantMatch => ({
    grantId: grant.grant.GrantId,
    delegated,
    operations: RETIRE_GRANT,
    pieces: [{ actions: RETIRE_GRANT, formula }],
  });
  const reached = reach(grant.retiring, principal);
  if (reached === "named") return [match(false, TRUE)];
  if (reached === "account") return [match(true, TRUE)];
  if (principal.account === null) return [];
  const issuing = accountOf(grant.grant.IssuingAccount);
  if (issuing === principal.account) return [match(principal.kind !== "root", TRUE)];
  if (issuing === null) {
    // Stryker disable next-line StringLiteral: a text for people
    const reason = `the account where the grant \`${grant.grant.GrantId}\` was made is not known`;
    return [match(principal.kind !== "root", unknownFormula("issuingAccountUnknown", reason))];
  }
  return [];
}

/** `IssuingAccount` is an account id or its root ARN. */
function accountOf(issuing: string | undefined): string | null {
  return issuing?.match(/\d{12}/)?.[0] ?? null;
}
