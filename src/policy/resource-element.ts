import { arnSegments } from "./arn-pattern.ts";
import { resourceTest } from "./condition-test.ts";
import { open } from "./evaluate-test.ts";
import type { Facts } from "./fact.ts";
import { FALSE, type Formula, notFormula, orFormulas, TRUE, unknownFormula } from "./formula.ts";
import { matchGlob } from "./glob.ts";
import {
  hasProtected,
  literalInPattern,
  parseTemplate,
  type TemplatePart,
} from "./policy-variable.ts";
import { resolveTemplate } from "./resolve-template.ts";

/** A compiled Resource or NotResource element. */
export interface ResourceElement {
  readonly not: boolean;
  /** `*` is among the values. */
  readonly all: boolean;
  readonly literals: ReadonlySet<string>;
  readonly patterns: readonly string[];
  readonly templates: readonly {
    readonly written: string;
    readonly parts: readonly TemplatePart[];
  }[];
}

/**
 * Compiles a Resource or NotResource element; variables count under Version 2012-10-17.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function compileResourceElement(
  values: readonly string[],
  not: boolean,
  variables: boolean,
): ResourceElement {
  const literals = new Set<string>();
  const patterns: string[] = [];
  const templates: { written: string; parts: readonly TemplatePart[] }[] = [];
  let all = false;
  for (const value of values) {
    if (value === "*") all = true;
    else if (variables && value.includes("${")) {
      templates.push({ written: value, parts: parseTemplate(value) });
    } else if (value.includes("*") || value.includes("?")) patterns.push(value);
    else literals.add(value);
  }
  return { not, all, literals, patterns, templates };
}

/**
 * Whether the element covers a resource: an ARN, or `*` for actions that have no resource (which
 * only `*` covers). A variable that is not known leaves it open.
 */
export function matchResource(element: ResourceElement, resource: string, facts: Facts): Formula {
  const covered = covers(element, resource, facts);
  return element.not ? notFormula(covered) : covered;
}

function covers(element: ResourceElement, resource: string, facts: Facts): Formula {
  if (element.all || element.literals.has(resource)) return TRUE;
  const undecided: Formula[] = [];
  for (const pattern of element.patterns) {
    const matched = matchPattern(pattern, resource);
    if (matched.kind === "true") return TRUE;
    if (matched.kind !== "false") undecided.push(matched);
  }
  for (const { written, parts } of element.templates) {
    const resolved = resolveTemplate(parts, facts);
    // An undefined variable in a Resource matches nothing.
    if (resolved.kind === "pattern") undecided.push(matchPattern(resolved.pattern, resource));
    else if (resolved.kind === "open") {
      undecided.push(
        resolved.fact.kind === "undocumented"
          ? unknownFormula(resolved.fact.code, resolved.fact.reason)
          : open(resourceTest(resource, written)),
      );
    }
  }
  return orFormulas(undecided);
}

/** Wildcards stay within a segment, except in the sixth, where `*` also spans `/` and `:`. */
function matchPattern(pattern: string, resource: string): Formula {
  const value = hasProtected(pattern) ? literalInPattern(resource) : resource;
  const patterns = arnSegments(pattern);
  if (patterns === null) {
    // Fewer than six segments is no ARN; what AWS makes of one that would match as text is not documented.
    return matchGlob(pattern, value)
      ? unknownFormula(
          "resourceNotArn",
          `the Resource \`${pattern}\` is no ARN pattern of six segments`,
        )
      : FALSE;
  }
  const values = arnSegments(value);
  if (values === null) return FALSE;
  return patterns.every((segment, i) => matchGlob(segment, values[i] ?? "")) ? TRUE : FALSE;
}
