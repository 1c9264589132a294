import type { CompiledStatement } from "../../policy/compile-policy.ts";
import { type Formula, unknownFormula } from "../../policy/formula.ts";
import {
  isExempted,
  MATCHED_BY,
  matchPrincipalList,
  type PrincipalElement,
  type RequestPrincipal,
} from "../../policy/principal.ts";
import type { PlacedStatement } from "../layer-policy.ts";

/**
 * How a key policy's Allow reaches the principal, which decides what else limits it:
 * - `direct`: it names the user, session, federated user, service or root user: nothing limits it
 * - `role`: it names the role: the permissions boundary and session policies limit it
 * - `anyone`: `*`: session policies may limit it
 * - `account`: it names the account: identity-based policies must allow too
 */
export type Route = "direct" | "role" | "anyone" | "account";

/** That a statement reaches a principal, and what has to hold besides where AWS does not say whether it does. */
export interface Reach {
  readonly route: Route;
  readonly formula: Formula | null;
}

const DIRECT: Reach = { route: "direct", formula: null };
const ANYONE: Reach = { route: "anyone", formula: null };
const ROLE: Reach = { route: "role", formula: null };
const ACCOUNT: Reach = { route: "account", formula: null };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
const ANYONE_SERVICE_FORMULA = unknownFormula(
  "anyonePrincipalForService",
  // Stryker disable next-line StringLiteral: a text for people
  "whether `*` as a principal reaches an AWS service principal is not documented",
);
/** What it does in an Allow and what it does in a Deny are two unknowns: one never cancels the other. */
const ANYONE_SERVICE: Readonly<Record<"Allow" | "Deny", Reach>> = {
  Allow: { route: "direct", formula: withEffect(ANYONE_SERVICE_FORMULA, "Allow") },
  Deny: { route: "direct", formula: withEffect(ANYONE_SERVICE_FORMULA, "Deny") },
};

function withEffect(formula: Formula & { kind: "unknown" }, effect: "Allow" | "Deny"): Formula {
  return { ...formula, text: `${formula.text}:${effect}` };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html */
const NOT_PRINCIPAL_ALLOW: Reach = {
  route: "anyone",
  formula: unknownFormula(
    "notPrincipalAllow",
    // Stryker disable next-line StringLiteral: a text for people
    "NotPrincipal with Allow is not supported by AWS: it may reach everybody whom it does not list",
  ),
};

/** Whether a statement's Principal or NotPrincipal element reaches the principal; null: it does not. */
export function reachOf(placed: PlacedStatement, principal: RequestPrincipal): Reach | null {
  const { statement, effect } = placed;
  // A policy that could not be read might name the principal or its account.
  if (statement === null) return DIRECT;
  if (statement.principal === null) return null;
  if (statement.principal.not) return reachOfOthers(statement.principal, effect, principal);
  const matched = matchPrincipalList(statement.principal, principal);
  if (matched === 0) return null;
  if ((matched & MATCHED_BY.itself) !== 0) return DIRECT;
  if ((matched & (MATCHED_BY.anyone | MATCHED_BY.undocumented)) !== 0) {
    return principal.kind === "service"
      ? reachOfService(placed, statement, (matched & MATCHED_BY.undocumented) !== 0)
      : reachOfAnyone(statement);
  }
  return (matched & MATCHED_BY.role) !== 0 ? ROLE : ACCOUNT;
}

/** `*` and a service principal: a Deny for `"*"` reaches it; whether anything else does is not documented. */
function reachOfService(
  { place, effect }: PlacedStatement,
  { allowsEverything }: CompiledStatement,
  anyAws: boolean,
): Reach {
  if (effect === "Deny") return anyAws ? ANYONE_SERVICE.Deny : DIRECT;
  // An endpoint's default policy, which is for `"*"`, lets everything pass.
  const passes = place.layer === "vpc-endpoint-policy" && allowsEverything;
  return passes && !anyAws ? DIRECT : ANYONE_SERVICE.Allow;
}

/** `*` with aws:PrincipalArn counts as naming the principal: nothing but an explicit deny limits it. */
function reachOfAnyone({ tests }: CompiledStatement): Reach {
  const byArn = tests.some(
    ({ lookup, operator }) =>
      lookup === "aws:principalarn" &&
      (operator.type === "arn" || operator.type === "string") &&
      !operator.negated &&
      !operator.ifExists,
  );
  return byArn ? DIRECT : ANYONE;
}

function reachOfOthers(
  element: PrincipalElement,
  effect: "Allow" | "Deny",
  principal: RequestPrincipal,
): Reach | null {
  const matched = matchPrincipalList(element, principal);
  // Whether `*` in the list is about a service principal is not documented.
  if (matched === MATCHED_BY.undocumented) return ANYONE_SERVICE[effect];
  if (effect === "Deny") return isExempted(element, principal) ? null : DIRECT;
  return matched !== 0 ? null : NOT_PRINCIPAL_ALLOW;
}
