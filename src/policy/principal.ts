import { parseArn } from "../account/arn.ts";
import { type PrincipalElement, roleByName } from "./principal-element.ts";

export { compilePrincipalElement, type PrincipalElement } from "./principal-element.ts";

/**
 * Who makes a request, as far as policies can tell.
 * - `role`: a session of the role whose name no policy writes out
 * - `account`: another account as a whole, about whose IAM nothing is known
 * - `anyone`: a signed identity of an account that no policy names
 */
export type PrincipalKind =
  | "user"
  | "role"
  | "session"
  | "federated-user"
  | "root"
  | "account"
  | "service"
  | "anyone";

export interface RequestPrincipal {
  readonly kind: PrincipalKind;
  /** As named in requests and findings: an ARN, a service principal, or `*`. */
  readonly id: string;
  /** null for service principals and anyone. */
  readonly account: string | null;
  /** The user's, role's or root's ARN (of a session its role's); null where there is none. */
  readonly arn: string | null;
  /** The session's own ARN. */
  readonly sessionArn: string | null;
  /** AIDA or AROA id; null: not known. */
  readonly uniqueId: string | null;
  readonly hasBoundary: boolean;
}

/** How a Principal element reaches a principal; several may hold at once. */
export const MATCHED_BY = { anyone: 1, account: 2, role: 4, itself: 8, undocumented: 16 } as const;

/** How the element's list (whether Principal or NotPrincipal) reaches the principal: MATCHED_BY bits. */
export function matchPrincipalList(element: PrincipalElement, principal: RequestPrincipal): number {
  if (principal.kind === "service") return matchService(element, principal.id);
  let matched = element.anyone || element.anyAws ? MATCHED_BY.anyone : 0;
  if (isAmong(element.accounts, principal.account)) {
    // The account principal covers the root user itself.
    matched |=
      principal.kind === "root" ? MATCHED_BY.account | MATCHED_BY.itself : MATCHED_BY.account;
  }
  if (isAmong(element.arns, principal.sessionArn)) matched |= MATCHED_BY.itself;
  if (isNamed(element, principal)) {
    matched |= isOfRole(principal) ? MATCHED_BY.role : MATCHED_BY.itself;
  }
  return matched;
}

/** Whether `{"AWS": "*"}` reaches an AWS service principal is not documented. */
function matchService(element: PrincipalElement, service: string): number {
  return (
    (element.services.has(service) ? MATCHED_BY.itself : 0) |
    (element.anyone ? MATCHED_BY.anyone : 0) |
    (element.anyAws ? MATCHED_BY.undocumented : 0)
  );
}

function isOfRole({ kind }: RequestPrincipal): boolean {
  return kind === "role" || kind === "session";
}

/** By the ARN of the user or role, or by its unique id. */
function isNamed(element: PrincipalElement, principal: RequestPrincipal): boolean {
  if (isAmong(element.arns, principal.arn)) return true;
  if (isAmong(element.uniqueIds, principal.uniqueId)) return true;
  // Stryker disable next-line ConditionalExpression,EqualityOperator: without roles it only saves time
  return element.rolesByName.size > 0 && isRoleNamed(element, principal);
}

function isAmong(names: ReadonlySet<string>, name: string | null): boolean {
  // Stryker disable next-line ConditionalExpression: null is among no names
  return name !== null && names.has(name);
}

/** A session's ARN does not carry the role's path, so a role that no inventory lists is known by name only. */
function isRoleNamed(element: PrincipalElement, principal: RequestPrincipal): boolean {
  if (principal.kind !== "session" || principal.uniqueId !== null) return false;
  const arn = principal.arn === null ? null : parseArn(principal.arn);
  return arn !== null && element.rolesByName.has(roleByName(arn.account, arn.resource));
}

/**
 * Whether a NotPrincipal list exempts the principal from a Deny: the account, the role and the
 * session are each validated and must each be listed; a principal with a permissions boundary is
 * always denied.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function isExempted(element: PrincipalElement, principal: RequestPrincipal): boolean {
  const matched = matchPrincipalList(element, principal);
  if (principal.hasBoundary) return false;
  if ((matched & MATCHED_BY.anyone) !== 0) return true;
  const account = (matched & MATCHED_BY.account) !== 0;
  const itself = (matched & MATCHED_BY.itself) !== 0;
  switch (principal.kind) {
    case "service":
      return itself;
    case "root":
    case "account":
      return account;
    case "user":
    case "federated-user":
      return account && itself;
    case "session":
      return account && itself && (matched & MATCHED_BY.role) !== 0;
    case "role":
    case "anyone":
      return false;
  }
}
