import type { ActionSet } from "../../policy/action-set.ts";
import { ABSENT, type Fact, type Facts, known, LATER } from "../../policy/fact.ts";
import type { Formula } from "../../policy/formula.ts";
import { matchResource, type ResourceElement } from "../../policy/resource-element.ts";
import { matchResourcePrefix } from "../../policy/resource-prefix.ts";
import type { AccountOrganization } from "../directory/account-organization.ts";
import type { CompiledKey } from "../key/compiled-key.ts";
import { ALIAS_ACTIONS, carriersOf, KEY_ACTIONS, KEYLESS_ACTIONS } from "../kms-vocabulary.ts";
import { type FactsByEffect, keyFacts, type PartialFacts } from "./key-facts.ts";
import { isPrincipalKey, type PrincipalProfile } from "./principal-profile.ts";
import { layeredFacts, type RequestFacts } from "./request-facts.ts";
import type { RequestPath } from "./request-path.ts";

/** What a request acts on, on which path, with which context: all but who makes it. */
export interface Target {
  readonly kind: "key" | "alias" | "none";
  /**
   * The ARN that Resource elements are matched against; it ends in `key/` where the key's id is not known, and
   * is `*` for actions without a resource.
   */
  readonly resource: string;
  readonly actions: ActionSet;
  /** The account that owns the resource; null for actions without one. */
  readonly account: string | null;
  readonly key: CompiledKey | null;
  /** Of a key that UpdateAlias takes an alias from: the key that it gives it to; null: any other target. */
  readonly aliasGoesTo: CompiledKey | null;
  readonly path: RequestPath;
  readonly request: RequestFacts;
  readonly organization: AccountOrganization | null;
  /** What the resource tells of context keys. */
  readonly facts: FactsByEffect;
}

/** Whether a Resource or NotResource element covers the target. */
export function matchTarget(
  element: ResourceElement,
  { resource }: Pick<Target, "resource">,
  facts: Facts,
): Formula {
  return hasKeyId(resource)
    ? matchResource(element, resource, facts)
    : matchResourcePrefix(element, resource);
}

/** Whether the ARN of a target is whole; one that ends in `key/` lacks the key's id. */
export function hasKeyId(resource: string): boolean {
  return !resource.endsWith(":key/");
}

export function keyTarget(
  key: CompiledKey,
  organization: AccountOrganization,
  path: RequestPath,
  request: RequestFacts,
): Target {
  return {
    kind: "key",
    resource: key.arn,
    actions: KEY_ACTIONS,
    account: key.account,
    key,
    aliasGoesTo: null,
    path,
    request,
    organization,
    facts: keyFacts(key, organization),
  };
}

/** The alias side of an alias operation. */
export function aliasTarget(
  aliasArn: string,
  account: string,
  region: string,
  organization: AccountOrganization,
  path: RequestPath,
  request: RequestFacts,
): Target {
  const facts = aliasFacts(account, region, organization);
  return {
    kind: "alias",
    resource: aliasArn,
    actions: ALIAS_ACTIONS,
    account,
    key: null,
    aliasGoesTo: null,
    path,
    request,
    organization,
    facts: { Allow: facts, Deny: facts },
  };
}

function aliasFacts(
  account: string,
  region: string,
  organization: AccountOrganization,
): PartialFacts {
  const facts = new Map<string, Fact>([
    ["aws:requestedregion", known(region)],
    ["aws:resourceaccount", known(account)],
    ["aws:resourceorgid", organization.id],
    ["aws:resourceorgpaths", organization.paths],
  ]);
  return (contextKey) => facts.get(contextKey) ?? null;
}

/** `region`: where the call is made; null: not known. */
export function keylessTarget(
  region: string | null,
  path: RequestPath,
  request: RequestFacts,
): Target {
  const requested: Fact = region === null ? { kind: "unknown", present: true } : known(region);
  const facts: PartialFacts = (contextKey) =>
    contextKey === "aws:requestedregion" ? requested : null;
  return {
    kind: "none",
    resource: "*",
    actions: KEYLESS_ACTIONS,
    account: null,
    key: null,
    aliasGoesTo: null,
    path,
    request,
    organization: null,
    facts: { Allow: facts, Deny: facts },
  };
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
  const facts = layeredFacts(target.request, [principal, target.path.fact, target.facts[effect]]);
  if (target.kind !== "alias") return facts;
  // The alias side of an alias operation carries no `kms:` or tag context key, told or not.
  // https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html
  return (contextKey) => (carriersOf(contextKey) === null ? facts(contextKey) : ABSENT);
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
