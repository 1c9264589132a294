import { parseArn } from "../../account/arn.ts";
import type { Grant } from "../../account/snapshot.ts";
import {
  type ActionSet,
  intersectActions,
  isEmptySet,
  subtractActions,
  unionActions,
} from "../../policy/action-set.ts";
import { type ConditionOperator, parseConditionOperator } from "../../policy/condition-operator.ts";
import { compileConditionTest } from "../../policy/condition-test.ts";
import { open } from "../../policy/evaluate-test.ts";
import { andFormulas, type Formula, TRUE, unknownFormula } from "../../policy/formula.ts";
import { compilePrincipalElement, type PrincipalElement } from "../../policy/principal.ts";
import type { Piece } from "../../policy/verdict.ts";
import { actionsNamed, actionsWhere } from "../kms-vocabulary.ts";
import { unreadableEffect } from "../unreadable-policy.ts";

/** A grant, its grantee and operations compiled. It only allows, on one key, for one grantee principal. */
export interface CompiledGrant {
  readonly grant: Grant;
  readonly grantee: PrincipalElement | null;
  /** Whether a principal is the grantee, where the grant does not tell who that is; null: it tells. */
  readonly anybody: Formula | null;
  readonly retiring: PrincipalElement | null;
  readonly operations: ActionSet;
  /** The constraints per group of operations. */
  readonly pieces: readonly Piece[];
  /** The SourceArn constraint. */
  readonly sourceArn: string | null;
}

/** The operations that a grant may give. */
export const GRANTABLE = actionsWhere((action) => action.grantable);
const CREATE_GRANT = actionsNamed("CreateGrant");
/** Operations for which encryption context constraints are ignored. */
const UNCONSTRAINED = actionsNamed("DescribeKey", "RetireGrant");

/**
 * Compiles a grant of ListGrants. One that an event told in part may lack its grantee or its operations:
 * then anybody may be the one, and they may be all.
 * https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html
 */
export function compileGrant(grant: Grant): CompiledGrant {
  const { GrantId, GranteePrincipal, GranteeServicePrincipal, Operations } = grant;
  const operations =
    Operations === undefined ? GRANTABLE : intersectActions(actionsNamed(...Operations), GRANTABLE);
  return {
    grant,
    grantee: principalOf(GranteePrincipal, GranteeServicePrincipal),
    anybody:
      GranteePrincipal === undefined && GranteeServicePrincipal === undefined
        ? unreadableEffect("Allow", "the key's grants", `the grant \`${GrantId}\` tells no grantee`)
        : null,
    retiring: principalOf(grant.RetiringPrincipal, grant.RetiringServicePrincipal),
    operations,
    pieces: piecesOf(grant, operations),
    sourceArn: grant.Constraints?.SourceArn ?? null,
  };
}

function principalOf(
  principal: string | undefined,
  service: string | undefined,
): PrincipalElement | null {
  const named = service ?? principal;
  if (named === undefined) return null;
  // ListGrants shows the service name as the grantee of grants that AWS services made.
  // Stryker disable next-line ConditionalExpression: a service has a dot in its name
  const isService = service !== undefined || (parseArn(named) === null && named.includes("."));
  const element = compilePrincipalElement(
    [{ type: isService ? "Service" : "AWS", value: named }],
    // Stryker disable next-line BooleanLiteral: a grant's principals are matched by name only
    false,
  );
  return typeof element === "string" ? null : element;
}

function piecesOf(grant: Grant, operations: ActionSet): readonly Piece[] {
  const { Operations } = grant;
  if (Operations === undefined) {
    // Stryker disable next-line StringLiteral: a text for people
    const reason = `which operations the grant \`${grant.GrantId}\` gives is not known`;
    return [{ actions: operations, formula: unknownFormula("grantOperationsUnknown", reason) }];
  }
  const context = encryptionContextFormula(grant);
  const free = intersectActions(operations, UNCONSTRAINED);
  const creating = intersectActions(operations, CREATE_GRANT);
  const constrained = subtractActions(operations, unionActions(UNCONSTRAINED, CREATE_GRANT));
  return [
    { actions: free, formula: TRUE },
    { actions: constrained, formula: context },
    // A grant made by a grantee gives no more operations than the grant it comes from, under
    // constraints that are the same or stricter.
    { actions: creating, formula: andFormulas([context, ...childTests(grant, Operations)]) },
  ].filter((piece) => !isEmptySet(piece.actions));
}

function childTests(grant: Grant, operations: readonly string[]): readonly Formula[] {
  const { EncryptionContextEquals, EncryptionContextSubset, SourceArn } = grant.Constraints ?? {};
  const tests = [test("ForAllValues:StringEquals", "kms:GrantOperations", operations)];
  if (EncryptionContextEquals !== undefined) {
    tests.push(test("StringEquals", "kms:GrantConstraintType", ["EncryptionContextEquals"]));
  } else if (EncryptionContextSubset !== undefined) {
    const stricter = ["EncryptionContextEquals", "EncryptionContextSubset"];
    tests.push(test("StringEquals", "kms:GrantConstraintType", stricter));
  }
  if (SourceArn !== undefined) {
    tests.push(test("ArnEquals", "kms:GrantConstraintSourceArn", [SourceArn]));
  }
  return tests;
}

/** The encryption context constraint, as the conditions that it amounts to: values and names are case-sensitive. */
function encryptionContextFormula(grant: Grant): Formula {
  const { EncryptionContextEquals: equal, EncryptionContextSubset: subset } =
    grant.Constraints ?? {};
  const parts: Formula[] = [];
  for (const [name, value] of Object.entries(equal ?? {})) {
    parts.push(test("StringEquals", `kms:EncryptionContext:${name}`, [value]));
  }
  if (equal !== undefined) {
    parts.push(test("ForAllValues:StringEquals", "kms:EncryptionContextKeys", Object.keys(equal)));
  }
  for (const [name, value] of Object.entries(subset ?? {})) {
    parts.push(test("StringEquals", `kms:EncryptionContext:${name}`, [value]));
    parts.push(test("ForAnyValue:StringEquals", "kms:EncryptionContextKeys", [name]));
  }
  return andFormulas(parts);
}

function test(operator: string, key: string, values: readonly string[]): Formula {
  return open(
    compileConditionTest(parseConditionOperator(operator) as ConditionOperator, key, values, false),
  );
}
