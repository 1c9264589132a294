import { parseArn } from "../account/arn.ts";
import { hasWildcard } from "./glob.ts";

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
  /** Holds a principal of the type Federated: whoever an identity provider vouches for. */
  readonly federated: boolean;
}

/** The resources of IAM and STS that can be a principal. */
const NAMED: Readonly<Record<string, RegExp>> = {
  iam: /^(root$|(user|role)\/.)/,
  sts: /^(assumed-role\/.+\/|federated-user\/)./,
};

/** A PrincipalElement that is being compiled. */
interface Names {
  anyone: boolean;
  anyAws: boolean;
  readonly accounts: Set<string>;
  readonly arns: Set<string>;
  readonly rolesByName: Set<string>;
  readonly uniqueIds: Set<string>;
  readonly services: Set<string>;
  federated: boolean;
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
  const names: Names = {
    anyone: false,
    anyAws: false,
    accounts: new Set(),
    arns: new Set(),
    rolesByName: new Set(),
    uniqueIds: new Set(),
    services: new Set(),
    federated: false,
  };
  for (const { type, value } of principals) {
    const refusal = addPrincipal(type, value, names);
    if (refusal !== null) return refusal;
  }
  return { not, ...names };
}

/** Adds one value; returns why AWS refuses it. */
function addPrincipal(type: string, value: string, names: Names): string | null {
  switch (type) {
    case "*":
      names.anyone = true;
      return null;
    case "Service":
      if (value.includes("*")) return `the service principal \`${value}\` holds a wildcard`;
      names.services.add(value);
      return null;
    case "AWS":
      return addAws(value, names);
    case "Federated":
      // Whoever comes from a SAML or OIDC provider has no identity of AWS yet: no principal of
      // ours is one.
      names.federated = true;
      return null;
    default:
      // Canonical users are for S3.
      return null;
  }
}

/** An account's id, a unique id of a deleted user or role, or an ARN. */
function addAws(value: string, names: Names): string | null {
  if (value === "*") names.anyAws = true;
  else if (/^\d{12}$/.test(value)) names.accounts.add(value);
  else if (/^A[A-Z]{3}[A-Z0-9]{8,}$/.test(value)) names.uniqueIds.add(value);
  else return addArn(value, names);
  return null;
}

function addArn(value: string, names: Names): string | null {
  const arn = parseArn(value);
  if (arn === null) return `\`${value}\` is no principal`;
  if (hasWildcard(value)) return `the principal \`${value}\` holds a wildcard`;
  if (arn.resource.startsWith("group/")) return `the group \`${value}\` cannot be a principal`;
  if (!/^\d{12}$/.test(arn.account) || !NAMED[arn.service]?.test(arn.resource)) {
    return `\`${value}\` is no principal`;
  }
  if (arn.resource === "root") {
    names.accounts.add(arn.account);
    return null;
  }
  names.arns.add(value);
  if (arn.resource.startsWith("role/")) {
    names.rolesByName.add(roleByName(arn.account, arn.resource));
  }
  return null;
}

/** `account:role/NAME` of a role, its path left out. */
export function roleByName(account: string, resource: string): string {
  return `${account}:role/${resource.slice(resource.lastIndexOf("/") + 1)}`;
}
