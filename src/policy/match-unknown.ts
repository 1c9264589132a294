import { arnSegments, matchSegments } from "./arn-pattern.ts";
import type { ConditionTest } from "./condition-test.ts";
import { type Fact, isPresent } from "./fact.ts";
import { hasWildcard, matchGlobPrefix } from "./glob.ts";
import { whenAbsent } from "./missing-key.ts";

type UnknownFact = Extract<Fact, { kind: "unknown" }>;
type Extent = "all" | "some" | "none";

/**
 * Decides a test of a key whose value is only partly known (it begins with something, or belongs to
 * an account that no policy names): true, false, or null when either is possible.
 */
export function matchUnknown(
  test: ConditionTest,
  fact: UnknownFact,
  patterns: readonly string[],
): boolean | null {
  const { operator } = test;
  if (operator.type !== "string" && operator.type !== "arn") return null;
  let extent: Extent = "none";
  for (const pattern of patterns) {
    const one = patternExtent(operator.base, pattern, fact);
    // Stryker disable next-line ConditionalExpression: none after none is none
    if (one === "all" || (one === "some" && extent === "none")) extent = one;
  }
  if (extent === "some") return null;
  const whenPresent = (extent === "all") !== operator.negated;
  // A known beginning means that the key is there; otherwise its absence must say the same.
  if (isPresent(fact)) return whenPresent;
  return whenPresent === whenAbsent(test) ? whenPresent : null;
}

/** How many of the values that the key may have match the pattern. */
function patternExtent(base: string, pattern: string, fact: UnknownFact): Extent {
  const wild = (base.endsWith("Like") || base.startsWith("Arn")) && hasWildcard(pattern);
  if (fact.unnamed) return unnamedExtent(pattern, wild, base);
  // Stryker disable next-line MethodExpression: prefixes hold no wildcards
  const head = wild ? pattern.slice(0, pattern.search(/[*?]/)) : pattern;
  // Stryker disable next-line StringLiteral: none is what is neither all nor some
  if (fact.notPrefix?.some((prefix) => head.startsWith(prefix))) return "none";
  if (fact.prefix === undefined) return "some";
  // Stryker disable next-line StringLiteral: none is what is neither all nor some
  if (fact.fresh && !wild) return "none";
  if (base.startsWith("Arn")) return arnExtent(pattern, fact.prefix);
  if (wild) return matchGlobPrefix(pattern, fact.prefix);
  const fold = base.endsWith("IgnoreCase");
  const starts = fold
    ? pattern.toLowerCase().startsWith(fact.prefix.toLowerCase())
    : pattern.startsWith(fact.prefix);
  // Stryker disable next-line StringLiteral: none is what is neither all nor some
  return starts ? "some" : "none";
}

function unnamedExtent(pattern: string, wild: boolean, base: string): Extent {
  // Stryker disable next-line StringLiteral: none is what is neither all nor some
  if (!wild) return "none";
  if (/^\*+$/.test(pattern)) return "all";
  const segments = arnSegments(pattern);
  // What has fewer than six segments is no pattern of an ARN.
  // Stryker disable next-line StringLiteral: none is what is neither all nor some
  if (segments === null) return base.startsWith("Arn") ? "none" : "some";
  // Stryker disable next-line StringLiteral: none is what is neither all nor some
  return hasWildcard(segments[4]) ? "some" : "none";
}

/** A prefix that ends in the sixth segment: the first five are compared whole. */
export function arnExtent(pattern: string, prefix: string): Extent {
  if (pattern === "*") return "all";
  const patterns = arnSegments(pattern);
  const known = arnSegments(prefix);
  if (patterns === null) return "none";
  if (known === null) return "some";
  const [arn, partition, service, region, account, resource] = patterns;
  return matchSegments([arn, partition, service, region, account, "*"], known)
    ? matchGlobPrefix(resource, known[5])
    : "none";
}
