import type { AccessChange } from "../../access/compare/access-change.ts";
import type { PerimeterChange } from "../../perimeter/perimeter-change.ts";
import type { Finding } from "../finding/finding.ts";
import type { HiddenAccess, HiddenChange, Suppression } from "./config.ts";
import { isGained, type MatchSubject, matchesRule, oneOf } from "./match-rule.ts";

/** The suppression that hides a finding, and the one that would if it had not expired. */
export interface FoundSuppression {
  readonly active: Suppression | null;
  readonly expired: Suppression | null;
}

/**
 * Finds the suppression that hides a finding: one that covers every access change of it. A finding
 * that tells of no access change, of more than it lists, of a key that nobody can manage any more,
 * or of a gap that opens in the data perimeter is never hidden: a suppression says nothing of those.
 */
export function findSuppression(
  suppressions: readonly Suppression[],
  finding: Finding,
  subjects: readonly MatchSubject[],
  now: string,
): FoundSuppression {
  const hidable =
    finding.accessChanges.length > 0 &&
    finding.truncated !== true &&
    !finding.perimeterChanges.some(opensGap) &&
    !finding.notes.some(({ code }) => code === "lockedOut");
  if (!hidable) return { active: null, expired: null };
  const covering = suppressions.filter(({ match, hides }) =>
    subjects.every(
      (subject) =>
        subject.change !== null && matchesRule(match, subject) && isWithin(subject.change, hides),
    ),
  );
  const active = covering.find((suppression) => !isExpired(suppression, now)) ?? null;
  return { active, expired: active === null ? (covering[0] ?? null) : null };
}

/** Anybody's principals, or anybody's resources, come to be reached through an endpoint. */
function opensGap({ change, who, resources }: PerimeterChange): boolean {
  return (
    isGained({ change }) &&
    (who === "anyone" || who === "unauthenticated" || resources === "anyone")
  );
}

function isWithin(change: AccessChange, hides: HiddenAccess): boolean {
  return (
    oneOf(hides.principals, [change.principal]) &&
    oneOf(hides.keys, [change.key]) &&
    (hides.changes === undefined || hides.changes.includes(change.change)) &&
    change.actions.every((action) => oneOf(hides.actions, [action])) &&
    (hides.only === undefined || comesAgain(hides.only, change)) &&
    mayHideGain(change, hides)
  );
}

/** Each action was told of the same principal on the same key and way, no further than before. */
function comesAgain(known: readonly HiddenChange[], now: AccessChange): boolean {
  const alike = known.filter(
    ({ change, principal, key, via, after }) =>
      change === now.change &&
      principal === now.principal &&
      key === now.key &&
      via === now.via &&
      after === now.after,
  );
  return now.actions.every((action) => alike.some(({ actions }) => actions.includes(action)));
}

/** A gain of anybody, or of somebody outside, is hidden only where the suppression says so itself. */
function mayHideGain(change: AccessChange, hides: HiddenAccess): boolean {
  if (!isGained(change)) return true;
  if (change.principal === "*") return hides.evenWildcardGain === true;
  return !change.external || hides.evenExternalGain === true;
}

/** A day counts to its end, in UTC; what is no time has expired. */
export function isExpired({ expires }: Suppression, now: string): boolean {
  const end = expires.includes("T") ? expires : `${expires}T23:59:59.999Z`;
  return !(Date.parse(now) <= Date.parse(end));
}
