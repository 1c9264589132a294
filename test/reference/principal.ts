import type { Caller } from "./account.ts";
import type { Entry, Statement } from "./document.ts";
import { text } from "./json.ts";
import { and, not, or, type Truth, unknown } from "./kleene.ts";

/**
 * How an entry of a Principal element reaches the caller. What it is worth differs (facts §7 C3):
 * `account` only delegates to IAM policies; `limited` (a role, or the user behind a session) is
 * limited by the boundary and the session policies; `direct` (the user, session, federated user or
 * service itself) by nothing but a Deny; `anyone` is `*`.
 */
export type Route = "account" | "limited" | "direct" | "anyone";

const accountOf = (value: string): string | undefined =>
  /^\d{12}$/.test(value) ? value : /^arn:[a-z-]+:iam::(\d{12}):root$/.exec(value)?.[1];

/** A session belongs to the role of that name; the path is unknown where the account is. */
const isRole = (value: string, caller: Caller): boolean =>
  value === caller.arn ||
  (caller.iamUnknown &&
    caller.sessionArn !== undefined &&
    value.includes(`:iam::${caller.account}:role/`) &&
    value.endsWith(`/${caller.name}`));

/** A unique id names the user or role that has it, until that is deleted (facts §5.14). */
const named = (value: string, { entity, arn }: Caller): string =>
  [text(entity, "UserId"), text(entity, "RoleId")].includes(value) ? arn : value;

const routeOfArn = (written: string, caller: Caller): Route | undefined => {
  const value = named(written, caller);
  if (accountOf(value) === caller.account) return "account";
  if (caller.kind === "session") {
    if (isRole(value, caller)) return "limited";
    return value === caller.sessionArn ? "direct" : undefined;
  }
  if (value !== caller.arn) return undefined;
  return caller.kind === "user" && caller.sessionPolicies.length > 0 ? "limited" : "direct";
};

export const routeOf = ({ type, value }: Entry, caller: Caller): Route | undefined => {
  if (value === "*") return "anyone";
  if (type === "AWS") return caller.kind === "service" ? undefined : routeOfArn(value, caller);
  return type === "Service" && value === caller.arn ? "direct" : undefined;
};

/** `"*"` covers service principals in a Deny; everything else about `*` and them is undocumented. */
const reaches = (entry: Entry, caller: Caller, isDeny: boolean): Truth => {
  const route = routeOf(entry, caller);
  if (route !== "anyone" || caller.kind !== "service") return route !== undefined;
  return isDeny && entry.type === "*" ? true : unknown("anyoneAndServicePrincipal");
};

const matchesAny = (named: Entry[], caller: Caller, isDeny: boolean): Truth =>
  or(...named.map((entry) => reaches(entry, caller, isDeny)));

/** NotPrincipal with Deny spares only who is listed at every level: account, role, session. */
const isSpared = (listed: Entry[], caller: Caller): Truth => {
  const through = (route: Route): Truth =>
    or(
      ...listed.map((entry) =>
        routeOf(entry, caller) === route || entry.value === "*"
          ? reaches(entry, caller, true)
          : false,
      ),
    );
  const own = or(through("direct"), caller.kind === "user" ? through("limited") : false);
  const levels: Record<Caller["kind"], Truth[]> = {
    root: [through("account")],
    user: [through("account"), own],
    federated: [through("account"), own],
    session: [through("account"), through("limited"), own],
    service: [own],
  };
  return and(...levels[caller.kind], not(caller.hasBoundary));
};

/** Does the Principal or NotPrincipal element cover the caller, however it is reached? */
export const matchPrincipal = (statement: Statement, caller: Caller): Truth => {
  const { principal, notPrincipal, effect } = statement;
  const isDeny = effect === "Deny";
  if (principal !== undefined) return matchesAny(principal, caller, isDeny);
  if (notPrincipal === undefined) return true;
  if (isDeny) return not(isSpared(notPrincipal, caller));
  // Allow with NotPrincipal "is not supported": nobody knows whom it admits but those it lists.
  return and(not(matchesAny(notPrincipal, caller, true)), unknown("notPrincipalAllow"));
};
