import { isUnreadable, type Unreadable } from "../../account/snapshot.ts";
import { type Fact, known } from "../../policy/fact.ts";
import type { RequestPrincipal } from "../../policy/principal.ts";
import type { Compiler } from "../compiler.ts";
import type { Unknown } from "../decision.ts";
import { UNTOLD_ORGANIZATION } from "../directory/account-organization.ts";
import { isServiceLinked } from "../directory/iam-directory.ts";
import type { IamPrincipal } from "../directory/iam-principal.ts";
import { iamFacts, NO_IDENTITY, type PrincipalProfile } from "../request/principal-profile.ts";
import { makePrincipal, unknownIdentity } from "./make-principal.ts";
import type { KnownAccount } from "./world.ts";

export function userOrRole(
  id: string,
  accountId: string,
  kind: "user" | "role",
  account: KnownAccount | undefined,
  compiler: Compiler,
): PrincipalProfile {
  const listed = lookUp(account, id);
  // Stryker disable next-line ConditionalExpression,StringLiteral: who is not listed is made anew each time
  if (account !== undefined && typeof listed === "object" && !("unknown" in listed)) {
    return compiler.once(listed, `profile ${compiler.idOf(account.organization)}`, () =>
      makeUserOrRole(id, accountId, kind, account, listed),
    );
  }
  return makeUserOrRole(id, accountId, kind, account, listed);
}

function makeUserOrRole(
  id: string,
  accountId: string,
  kind: "user" | "role",
  account: KnownAccount | undefined,
  listed: ReturnType<typeof lookUp>,
): PrincipalProfile {
  const name = id.slice(id.lastIndexOf("/") + 1);
  const uniqueId = uniqueIdOf(listed);
  const requester = makePrincipal(kind, id, accountId, {
    arn: id,
    uniqueId,
    hasBoundary: typeof listed === "object" && "boundary" in listed && listed.boundary !== null,
  });
  const userid: Fact =
    kind === "user"
      ? uniqueId === null
        ? { kind: "unknown", present: true }
        : known(uniqueId)
      : {
          kind: "unknown",
          ...(uniqueId === null ? { present: true } : { prefix: `${uniqueId}:`, fresh: true }),
        };
  return profile(requester, listed, account, { username: kind === "user" ? name : null, userid });
}

export function sessionProfile(
  id: string,
  accountId: string,
  partition: string,
  roleName: string,
  sessionName: string,
  account: KnownAccount | undefined,
): PrincipalProfile {
  const byName =
    account === undefined || "unknown" in account.directory
      ? undefined
      : account.directory.roleByName.get(roleName);
  const listed = byName ?? lookUp(account, id);
  const uniqueId = uniqueIdOf(listed);
  const requester = makePrincipal("session", id, accountId, {
    arn: byName?.arn ?? `arn:${partition}:iam::${accountId}:role/${roleName}`,
    sessionArn: id,
    uniqueId,
    hasBoundary: byName !== undefined && byName.boundary !== null,
  });
  return profile(requester, listed, account, {
    username: null,
    userid:
      uniqueId === null ? { kind: "unknown", present: true } : known(`${uniqueId}:${sessionName}`),
  });
}

/** A federated user has no policies of its own: what its caller could pass on is not told. */
export function federated(
  id: string,
  accountId: string,
  account: KnownAccount | undefined,
): PrincipalProfile {
  const requester = makePrincipal("federated-user", id, accountId, { arn: id, sessionArn: id });
  return profile(requester, lookUp(account, id), account, {
    username: null,
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
    userid: known(`${accountId}:${id.slice(id.lastIndexOf("/") + 1)}`),
  });
}

/** The principal in its account's inventory, "absent" when that does not list it, or why nobody knows. */
function lookUp(
  account: KnownAccount | undefined,
  arn: string,
): IamPrincipal | "absent" | { readonly unknown: string } {
  // Stryker disable next-line StringLiteral: a text for people
  if (account === undefined) return { unknown: "nothing is known of its account" };
  if ("unknown" in account.directory) return { unknown: account.directory.unknown };
  return account.directory.byArn.get(arn) ?? "absent";
}

function uniqueIdOf(listed: ReturnType<typeof lookUp>): string | null {
  if (typeof listed !== "object" || "unknown" in listed) return null;
  const detail = listed.detail as { readonly UserId?: string; readonly RoleId?: string };
  return (listed.kind === "user" ? detail.UserId : detail.RoleId) ?? null;
}

function profile(
  requester: RequestPrincipal,
  listed: ReturnType<typeof lookUp>,
  account: KnownAccount | undefined,
  names: { readonly username: string | null; readonly userid: Fact },
): PrincipalProfile {
  const organization = account?.organization ?? UNTOLD_ORGANIZATION;
  const base = {
    principal: requester,
    organization,
    // Stryker disable next-line ConditionalExpression: whom IAM knows has an ARN
    serviceLinked: requester.arn !== null && isServiceLinked(requester.arn),
  };
  if (listed === "absent") {
    return {
      ...base,
      identity: NO_IDENTITY,
      boundary: null,
      tagText: null,
      facts: iamFacts(requester, names, [], organization),
      decidedTests: new Map(),
      notes: [notListed(requester)],
    };
  }
  if ("unknown" in listed) {
    return {
      ...base,
      identity: unknownIdentity(
        // Stryker disable next-line StringLiteral: a text for people
        `the IAM policies of \`${requester.id}\` are not known: ${listed.unknown}`,
      ),
      boundary: null,
      tagText: null,
      facts: iamFacts(
        requester,
        names,
        // What tags a federated user's session carries is in no inventory.
        account === undefined || requester.kind === "federated-user"
          ? "untold"
          : { unreadable: listed.unknown },
        organization,
      ),
      decidedTests: new Map(),
      notes: [],
    };
  }
  const tags: readonly { Key: string; Value: string }[] | Unreadable | undefined =
    listed.detail.Tags;
  return {
    ...base,
    identity: { kind: "policies", policies: listed.policies },
    boundary: listed.boundary,
    tagText: tagTextOf(tags),
    facts: iamFacts(requester, names, isUnreadable(tags) ? tags : (tags ?? []), organization),
    decidedTests: new Map(),
    notes: [],
  };
}

function tagTextOf(
  tags: readonly { Key: string; Value: string }[] | Unreadable | undefined,
): string {
  if (isUnreadable(tags)) return `unreadable ${tags.unreadable}`;
  return JSON.stringify((tags ?? []).map(({ Key, Value }) => [Key.toLowerCase(), Value]).sort());
}

function notListed({ id, kind }: RequestPrincipal): Unknown {
  return {
    code: "principalNotListed",
    text:
      kind === "federated-user"
        ? `the account's inventory lists no user behind \`${id}\`: decided with no identity policies`
        : `the account's inventory does not list \`${id}\`: decided with no identity policies`,
  };
}
