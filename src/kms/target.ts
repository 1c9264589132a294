import type { ActionSet } from "../policy/action-set.ts";
import { ABSENT, type Fact, type Facts, known, LATER } from "../policy/fact.ts";
import type { AccountOrganization } from "./account-organization.ts";
import type { CompiledKey } from "./compiled-key.ts";
import { keyFacts, type PartialFacts } from "./key-facts.ts";
import { ALIAS_ACTIONS, carriersOf, KEY_ACTIONS, KEYLESS_ACTIONS } from "./kms-vocabulary.ts";
import { isPrincipalKey, type PrincipalProfile } from "./principal-profile.ts";
import { layeredFacts, type RequestFacts } from "./request-facts.ts";
import type { RequestPath } from "./request-path.ts";

/** What a request acts on, on which path, with which context: all but who makes it. */
export interface Target {
  readonly kind: "key" | "alias" | "none";
  /** The ARN that Resource elements are matched against; `*` for actions without a resource. */
  readonly resource: string;
  readonly actions: ActionSet;
  /** The account that owns the resource; null for actions without one. */
  readonly account: string | null;
  readonly key: CompiledKey | null;
  readonly path: RequestPath;
  readonly request: RequestFacts;
  readonly organization: AccountOrganization | null;
}

export function keyTarget(
  key: CompiledKey,
  organization: AccountOrganization,
  path: RequestPath,
  request: RequestFacts,
): Target {
  const base = {
    kind: "key",
    resource: key.arn,
    actions: KEY_ACTIONS,
    account: key.account,
  } as const;
  return { ...base, key, path, request, organization };
}

/** The alias side of an alias operation. */
export function aliasTarget(
  aliasArn: string,
  account: string,
  organization: AccountOrganization,
  path: RequestPath,
  request: RequestFacts,
): Target {
  const base = { kind: "alias", resource: aliasArn, actions: ALIAS_ACTIONS, account } as const;
  return { ...base, key: null, path, request, organization };
}

export function keylessTarget(path: RequestPath, request: RequestFacts): Target {
  const base = { kind: "none", resource: "*", actions: KEYLESS_ACTIONS, account: null } as const;
  return { ...base, key: null, path, request, organization: null };
}

/** The facts of a request before its principal is known: tests of the principal stay open. */
export function factsBeforePrincipal(target: Target, effect: "Allow" | "Deny"): Facts {
  return targetFacts(target, effect, (contextKey) => (isPrincipalKey(contextKey) ? LATER : null));
}

/** The facts of a request of a principal. */
export function factsOf(
  target: Target,
  effect: "Allow" | "Deny",
  profile: PrincipalProfile,
): Facts {
  return targetFacts(
    target,
    effect,
    (contextKey) => profile.facts(contextKey) ?? serviceCallFact(contextKey, target.request),
  );
}

function targetFacts(target: Target, effect: "Allow" | "Deny", principal: PartialFacts): Facts {
  const key =
    target.key === null || target.organization === null
      ? noKeyFacts(target)
      : keyFacts(target.key, target.organization, effect);
  const facts = layeredFacts(target.request, [principal, target.path.fact, key]);
  if (target.kind !== "alias") return facts;
  // The alias side of an alias operation carries no `kms:` or tag context key, told or not.
  // https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html
  return (contextKey) => (carriersOf(contextKey) === null ? facts(contextKey) : ABSENT);
}

function noKeyFacts(target: Target): PartialFacts {
  return (contextKey) => {
    if (contextKey === "aws:resourceaccount" && target.account !== null) {
      return known(target.account);
    }
    if (contextKey === "aws:resourceorgid") return target.organization?.id ?? null;
    if (contextKey === "aws:resourceorgpaths") return target.organization?.paths ?? null;
    return null;
  };
}

/**
 * What the call itself tells of the keys that only a service's call carries: a direct call, one
 * without kms:ViaService, has no source ARN or account and is not made through a service.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 */
function serviceCallFact(contextKey: string, request: RequestFacts): Fact | null {
  const via = request.given.get("kms:viaservice") ?? request.otherwise;
  if (contextKey === "aws:viaawsservice") {
    if (via.kind === "known") return known("true");
    if (via.kind === "absent") return known("false");
    return { kind: "unknown", present: true };
  }
  const ofServices = contextKey.startsWith("aws:source") && isPrincipalKey(contextKey);
  return ofServices && via.kind === "absent" ? ABSENT : null;
}
