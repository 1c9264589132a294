import { arnSegments, matchAcrossSegments, matchSegments } from "./arn-pattern.ts";
import { resourceTest } from "./condition-test.ts";
import { open } from "./evaluate-test.ts";
import type { Facts } from "./fact.ts";
import { fillVariables } from "./fill-variables.ts";
import {
  FALSE,
  type Formula,
  markUnknowns,
  notFormula,
  orFormulas,
  TRUE,
  unknownFormula,
} from "./formula.ts";
import { hasWildcard, matchGlob } from "./glob.ts";
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
  readonly templates: readonly ResourceTemplate[];
}

/** A value with policy variables. */
export interface ResourceTemplate {
  readonly written: string;
  readonly parts: readonly TemplatePart[];
  /** A variable stands before the fifth colon, where AWS supports none. */
  readonly misplaced: boolean;
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
  const templates: ResourceTemplate[] = [];
  let all = false;
  for (const value of values) {
    if (value === "*") all = true;
    else if (variables && value.includes("${")) templates.push(compileTemplate(value));
    else if (hasWildcard(value)) patterns.push(value);
    else literals.add(value);
  }
  return { not, all, literals, patterns, templates };
}

function compileTemplate(written: string): ResourceTemplate {
  const parts = parseTemplate(written);
  const variable = parts.find((part) => part.kind === "variable");
  const before = written.slice(0, variable === undefined ? 0 : written.indexOf(variable.written));
  return { written, parts, misplaced: variable !== undefined && arnSegments(before) === null };
}

/**
 * Whether the element covers a resource: an ARN, or `*` for actions that have no resource (which
 * only `*` covers). A variable that is not known leaves it open.
 */
export function matchResource(element: ResourceElement, resource: string, facts: Facts): Formula {
  const covered = covers(element, resource, facts);
  // What AWS makes of an undocumented value need not be the opposite in NotResource: one never makes up for the other.
  return element.not ? markUnknowns(notFormula(covered), ":NotResource") : covered;
}

function covers(element: ResourceElement, resource: string, facts: Facts): Formula {
  if (element.all || element.literals.has(resource)) return TRUE;
  const undecided: Formula[] = [];
  for (const pattern of element.patterns) {
    const matched = matchPattern(pattern, resource);
    // Stryker disable next-line ConditionalExpression,StringLiteral: saves time only
    if (matched.kind === "true") return TRUE;
    // Stryker disable next-line ConditionalExpression,StringLiteral: saves time only
    if (matched.kind !== "false") undecided.push(matched);
  }
  for (const template of element.templates) {
    undecided.push(matchTemplate(template, resource, facts));
  }
  return orFormulas(undecided);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-resourceelement */
function matchTemplate(template: ResourceTemplate, resource: string, facts: Facts): Formula {
  if (!canMatch(template, resource)) return FALSE;
  if (template.misplaced) return misplacedVariable(template);
  const resolved = resolveTemplate(template.parts, facts);
  switch (resolved.kind) {
    case "pattern":
      return matchPattern(resolved.pattern, resource);
    case "open":
      return open(fillVariables(resourceTest(resource, template.written), facts));
    case "undocumented": {
      // The same reason stands behind other values too: each is an unknown of its own.
      const unknown = unknownFormula(resolved.code, resolved.reason);
      return markUnknowns(unknown, `:${template.written}`);
    }
    case "undefined":
      return FALSE;
  }
}

/** Whether some values of the variables make the text around them match. */
function canMatch({ parts }: ResourceTemplate, resource: string): boolean {
  return matchGlob(
    parts.map((part) => (part.kind === "text" ? part.text : "*")).join(""),
    resource,
  );
}

/** What AWS makes of a variable before the fifth colon is not documented. */
function misplacedVariable({ written }: ResourceTemplate): Formula {
  return unknownFormula(
    "resourceVariableMisplaced",
    `the Resource \`${written}\` has a policy variable before the fifth colon, where AWS supports none`,
  );
}

/** Wildcards stay within a segment, except in the sixth, where `*` also spans `/` and `:`. */
function matchPattern(pattern: string, resource: string): Formula {
  const value = hasProtected(pattern) ? literalInPattern(resource) : resource;
  const patterns = arnSegments(pattern);
  if (patterns === null) return matchShort(pattern, value);
  const values = arnSegments(value);
  if (values === null) return FALSE;
  return matchSegments(patterns, values) ? TRUE : FALSE;
}

/**
 * A pattern of fewer than six segments: a `*` that ends a segment can expand beyond the colon; what
 * AWS makes of other wildcards there is not documented.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html#reference_policies_elements_resource_wildcards
 */
function matchShort(pattern: string, value: string): Formula {
  if (!matchGlob(pattern, value)) return FALSE;
  if (pattern.startsWith("arn:") && matchAcrossSegments(pattern, value)) return TRUE;
  return unknownFormula(
    "resourceNotArn",
    `the Resource \`${pattern}\` is no ARN pattern of six segments`,
  );
}
