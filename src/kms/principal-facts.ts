import type { Fact, Facts } from "../policy/fact.ts";
import type { PrincipalProfile } from "./principal-profile.ts";
import { factsOf, type Target } from "./target.ts";

/** The facts of a principal's requests on a target. */
export interface PrincipalFacts {
  readonly of: (effect: "Allow" | "Deny") => Facts;
  /** Text that tells principals apart which differ in one of these context keys. */
  readonly classOf: (contextKeys: readonly string[]) => string;
}

export function principalFacts(target: Target, profile: PrincipalProfile): PrincipalFacts {
  let allow: Facts | null = null;
  let deny: Facts | null = null;
  return {
    of: (effect) => {
      if (effect === "Allow") {
        allow ??= factsOf(target, "Allow", profile);
        return allow;
      }
      deny ??= factsOf(target, "Deny", profile);
      return deny;
    },
    classOf: (contextKeys) => {
      const [only] = contextKeys;
      if (contextKeys.length === 1 && only !== undefined) return textOf(profile.facts(only));
      return contextKeys.map((contextKey) => textOf(profile.facts(contextKey))).join("\u0000");
    },
  };
}

function textOf(fact: Fact | null): string {
  if (fact === null) return "";
  if (fact.kind === "known" && !fact.open && fact.values.length === 1) return `=${fact.values[0]}`;
  return fact.kind === "absent" ? "-" : JSON.stringify(fact);
}
