import { arnSegments, matchAcrossSegments } from "./arn-pattern.ts";
import {
  FALSE,
  type Formula,
  markUnknowns,
  notFormula,
  orFormulas,
  TRUE,
  unknownFormula,
} from "./formula.ts";
import { matchGlobPrefix } from "./glob.ts";
import { arnExtent } from "./match-unknown.ts";
import type { ResourceElement } from "./resource-element.ts";

/**
 * Whether an element covers the resource of which only the beginning of its ARN is known, such as
 * the key behind an alias of another account. Unknown where it covers some that begin so.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchResourcePrefix(element: ResourceElement, prefix: string): Formula {
  const covered = element.all ? TRUE : orFormulas(coverages(element, prefix));
  return element.not ? notFormula(covered) : covered;
}

function coverages(element: ResourceElement, prefix: string): readonly Formula[] {
  return [
    ...[...element.literals].map((literal) => maybe(literal, literal.startsWith(prefix))),
    ...element.patterns.map((pattern) => matchPattern(pattern, prefix)),
    ...element.templates.map(({ written, parts }) => {
      const widest = parts.map((part) => (part.kind === "text" ? part.text : "*")).join("");
      return maybe(written, matchGlobPrefix(widest, prefix) !== "none");
    }),
  ];
}

function matchPattern(pattern: string, prefix: string): Formula {
  if (arnSegments(pattern) !== null) {
    const extent = arnExtent(pattern, prefix);
    return extent === "all" ? TRUE : maybe(pattern, extent === "some");
  }
  const extent = matchGlobPrefix(pattern, prefix);
  // A pattern of too few segments covers for sure only what its last star goes on to.
  const isSure = pattern.startsWith("arn:") && matchAcrossSegments(pattern, prefix);
  return extent === "all" && isSure ? TRUE : maybe(pattern, extent !== "none");
}

/** Which of the resources that begin so it is decides: an unknown of its own for each value. */
function maybe(value: string, covers: boolean): Formula {
  if (!covers) return FALSE;
  // Stryker disable next-line StringLiteral: a text for people
  const unknown = unknownFormula("keyIdUnknown", "which key the request is about is not known");
  return markUnknowns(unknown, `:${value}`);
}
