import type { ComparedPair } from "./compared-pair.ts";

/**
 * Whether a pair is a way through the perimeter: somebody outside reaches more than what AWS owns,
 * or somebody reaches resources of an account that nobody trusts. Who may take which role by a SAML or
 * OIDC provider is for the roles' trust policies to say.
 */
export function isGap(
  pair: Pick<ComparedPair, "who" | "resources" | "foreignAccounts" | "onlyFederated">,
): boolean {
  if (pair.resources === "anyone") return true;
  return isOutside(pair) && !pair.onlyFederated && pair.resources !== "aws-owned";
}

/** Whether a pair's principals are outside the organization and the accounts that are trusted. */
export function isOutside({
  who,
  foreignAccounts,
}: Pick<ComparedPair, "who" | "foreignAccounts">): boolean {
  return who === "anyone" || who === "unauthenticated" || foreignAccounts.length > 0;
}
