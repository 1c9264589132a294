import { parseArn } from "../account/arn.ts";

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

/** A compiled Principal or NotPrincipal element. */
export interface PrincipalElement {
  readonly not: boolean;
  /** `*` as the whole element. */
  readonly anyone: boolean;
  /** `{"AWS": "*"}`. */
  readonly anyAws: boolean;
  readonly accounts: ReadonlySet<string>;
  /** User, role, session and federated-user ARNs. */
  readonly arns: ReadonlySet<string>;
  /** `account:role/NAME` of each role ARN, whatever its path, for sessions of roles that no inventory lists. */
  readonly rolesByName: ReadonlySet<string>;
  readonly uniqueIds: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
}

/**
 * Compiles a Principal element. Returns the reason when a value is one that AWS refuses (a group, a
 * wildcard inside an ARN, a service `*`).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function compilePrincipalElement(
  principals: readonly { readonly type: string; readonly value: string }[],
  not: boolean,
): PrincipalElement | string {
  const accounts = new Set<string>();
  const arns = new Set<string>();
  const rolesByName = new Set<string>();
  const uniqueIds = new Set<string>();
  const services = new Set<string>();
  let anyone = false;
  let anyAws = false;
  for (const { type, value } of principals) {
    if (type === "*") anyone = true;
    else if (type === "Service") {
      if (value.includes("*")) return `the service principal \`${value}\` holds a wildcard`;
      services.add(value);
    } else if (type === "AWS") {
      if (value === "*") anyAws = true;
      else if (/^\d{12}$/.test(value)) accounts.add(value);
      else if (/^A[A-Z]{3}[A-Z0-9]{8,}$/.test(value)) uniqueIds.add(value);
      else {
        const refused = addArn(value, accounts, arns, rolesByName);
        if (refused !== null) return refused;
      }
    }
    // Federated and CanonicalUser principals match nobody in these policies: OIDC and SAML
    // principals are for role trust policies, canonical users for S3.
  }
  return { not, anyone, anyAws, accounts, arns, rolesByName, uniqueIds, services };
}

function addArn(
  value: string,
  accounts: Set<string>,
  arns: Set<string>,
  rolesByName: Set<string>,
): string | null {
  const arn = parseArn(value);
  if (arn === null || (arn.service !== "iam" && arn.service !== "sts")) {
    return `\`${value}\` is no principal`;
  }
  if (value.includes("*") || value.includes("?"))
    return `the principal \`${value}\` holds a wildcard`;
  if (arn.resource === "root") accounts.add(arn.account);
  else if (arn.resource.startsWith("group/")) return `the group \`${value}\` cannot be a principal`;
  else {
    arns.add(value);
    if (arn.resource.startsWith("role/")) rolesByName.add(roleByName(arn.account, arn.resource));
  }
  return null;
}

/** `account:role/NAME` of a role, its path left out. */
export function roleByName(account: string, resource: string): string {
  return `${account}:role/${resource.slice(resource.lastIndexOf("/") + 1)}`;
}

/** How the element's list (whether Principal or NotPrincipal) reaches the principal: MATCHED_BY bits. */
export function matchPrincipalList(element: PrincipalElement, principal: RequestPrincipal): number {
  let matched = 0;
  if (principal.kind === "service") {
    if (element.services.has(principal.id)) matched |= MATCHED_BY.itself;
    if (element.anyone) matched |= MATCHED_BY.anyone;
    if (element.anyAws) matched |= MATCHED_BY.undocumented;
    return matched;
  }
  if (element.anyone || element.anyAws) matched |= MATCHED_BY.anyone;
  if (principal.account !== null && element.accounts.has(principal.account)) {
    matched |= MATCHED_BY.account;
    // The account principal covers the root user itself.
    if (principal.kind === "root") matched |= MATCHED_BY.itself;
  }
  if (principal.sessionArn !== null && element.arns.has(principal.sessionArn)) {
    matched |= MATCHED_BY.itself;
  }
  const named =
    (principal.arn !== null && element.arns.has(principal.arn)) ||
    (principal.uniqueId !== null && element.uniqueIds.has(principal.uniqueId));
  if (principal.kind === "role" || principal.kind === "session") {
    if (named || (element.rolesByName.size > 0 && isRoleNamed(element, principal))) {
      matched |= MATCHED_BY.role;
    }
  } else if (named) {
    matched |= MATCHED_BY.itself;
  }
  return matched;
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
