import { organizationPolicies } from "./account.ts";
import type { Scene } from "./context.ts";
import { type Document, readDocument, type Statement } from "./document.ts";
import type { Own } from "./grants.ts";
import { at, text } from "./json.ts";
import { isUnderRcp } from "./key.ts";
import { and, isUnknown, or, type Truth, unknown } from "./kleene.ts";
import { matchPrincipal, type Route, routeOf } from "./principal.ts";
import { applies, type Verdict, verdictOf } from "./statement.ts";

const open: Verdict = { allow: true, deny: false };
const untold: Verdict = { allow: unknown("iamUnknown"), deny: unknown("iamUnknown") };

/** What the caller's own account says: identity policies, boundary, session policies. */
export type Iam = { deny: Truth; session: Truth; own: Own };

export const iamOf = (scene: Scene): Iam => {
  const { caller } = scene;
  const { policies, boundary, sessionPolicies, kind } = caller;
  const told = kind === "root" ? open : verdictOf(policies, scene);
  const identity = caller.iamUnknown ? untold : told;
  const bounded = boundary.length === 0 ? open : verdictOf(boundary, scene);
  const limit = isUnknown(caller.hasBoundary) ? untold : bounded;
  const isSession = sessionPolicies.length > 0 && kind !== "service";
  const session = isSession ? verdictOf(sessionPolicies, scene) : open;
  return {
    deny: or(identity.deny, limit.deny, session.deny),
    session: session.allow,
    own: { identity: identity.allow, limits: and(limit.allow, session.allow) },
  };
};

/** SCPs bind users and roles of member accounts, root too: every level must allow. */
export const scpVerdict = (scene: Scene): Verdict => {
  const { caller } = scene;
  const { organization } = scene.callerAccount;
  const isManagement = at(organization, "managementAccount") === caller.account;
  if (caller.kind === "service" || caller.isServiceLinked || isManagement) return open;
  const levels = organizationPolicies(organization, "scp").map((one) => verdictOf(one, scene));
  return {
    allow: and(...levels.map(({ allow }) => allow)),
    deny: or(...levels.map(({ deny }) => deny)),
  };
};

/** RCPs only deny: RCPFullAWSAccess is always attached. */
export const rcpDeny = (scene: Scene): Truth => {
  const documents = organizationPolicies(scene.targetAccount.organization, "rcp").flat();
  const verdict = verdictOf(documents, scene, (one) => matchPrincipal(one, scene.caller));
  return and(isUnderRcp(scene), verdict.deny);
};

const isFullAccess = ({ effect, principal, action, resource, conditions }: Statement): boolean =>
  effect === "Allow" &&
  conditions.length === 0 &&
  [principal?.map(({ type }) => type), action, resource].every((list) => list?.includes("*"));

/**
 * The policy of the endpoint that the request goes through; the default lets everything pass. That
 * of an endpoint the account does not have is unknown, as is that of any endpoint of a VPC id.
 */
export const endpointVerdict = (scene: Scene): Verdict => {
  if (text(scene.request, "via") === undefined) return open;
  const document = readDocument(at(scene.endpoint, "PolicyDocument"), "endpoint");
  return verdictOf([document], scene, (one) =>
    isFullAccess(one) ? true : matchPrincipal(one, scene.caller),
  );
};

const namesPrincipalArn = ({ conditions }: Statement): boolean =>
  conditions.some(
    ({ key, operator, ifExists }) =>
      key.toLowerCase() === "aws:principalarn" &&
      !ifExists &&
      /^(String|Arn)(?!Not)/.test(operator),
  );

/** What an Allow of the key policy is worth to the caller, by the way it reaches it (facts §7 C3). */
const worthOf = (statement: Statement, scene: Scene, { own, session }: Iam): Truth => {
  const { caller, target } = scene;
  const delegated = and(own.identity, own.limits);
  const reached = and(applies(statement, scene), matchPrincipal(statement, caller));
  // Key trust: across accounts the caller's own IAM must allow too.
  if (caller.kind !== "service" && caller.account !== target.account) {
    return and(reached, delegated);
  }
  if (statement.principal === undefined) return reached;
  // Whether a session policy limits what "*" gives is not documented, but for roles that
  // aws:PrincipalArn names; a boundary does not.
  const isNamed = caller.kind !== "user" && namesPrincipalArn(statement);
  const anyone = isNamed || or(session, unknown("anyoneAndSessionPolicy"));
  const worth: Record<Route, Truth> = {
    direct: true,
    limited: own.limits,
    account: delegated,
    anyone,
  };
  const routes = statement.principal.flatMap((entry) => routeOf(entry, caller) ?? []);
  return and(reached, or(...routes.map((route) => worth[route])));
};

export const keyPolicyVerdict = (scene: Scene, iam: Iam): Verdict => {
  const document: Document = readDocument(at(scene.target.key, "policy"), "key");
  const { deny } = verdictOf([document], scene, (one) => matchPrincipal(one, scene.caller));
  const allows = document?.filter(({ effect }) => effect === "Allow");
  const isForeign = scene.caller.account !== scene.target.account && scene.caller.account !== "";
  const unreadable = isForeign
    ? and(unknown("unreadable"), iam.own.identity, iam.own.limits)
    : unknown("unreadable");
  return {
    deny,
    allow: allows ? or(...allows.map((one) => worthOf(one, scene, iam))) : unreadable,
  };
};
