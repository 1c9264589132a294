import { type ConditionTest, testText } from "./condition-test.ts";
import type { Facts } from "./fact.ts";
import type { TemplatePart } from "./policy-variable.ts";
import { resolveVariable } from "./resolve-template.ts";

/**
 * A test that stays open, with those of its variables filled in that are known: what is left of it
 * tells whose values it compares with. Values with an undefined variable match nothing and go.
 */
export function fillVariables(test: ConditionTest, facts: Facts): ConditionTest {
  if (test.templates === null) return test;
  let changed = false;
  const templates: (readonly TemplatePart[])[] = [];
  for (const template of test.templates) {
    const filled = fillTemplate(template, facts);
    changed ||= filled !== template;
    if (filled !== null) templates.push(filled);
  }
  if (!changed) return test;
  const wild = test.operator.type === "arn" || test.operator.base.endsWith("Like");
  const values = templates.map((template) => writeTemplate(template, wild));
  return { ...test, templates, values, text: testText({ ...test, values }, true) };
}

/** null: a variable is undefined. */
function fillTemplate(
  template: readonly TemplatePart[],
  facts: Facts,
): readonly TemplatePart[] | null {
  let changed = false;
  const parts: TemplatePart[] = [];
  for (const part of template) {
    const filled = part.kind === "text" ? part : fillPart(part, facts);
    if (filled === null) return null;
    changed ||= filled !== part;
    parts.push(filled);
  }
  return changed ? parts : template;
}

function fillPart(
  part: Extract<TemplatePart, { kind: "variable" }>,
  facts: Facts,
): TemplatePart | null {
  const resolved = resolveVariable(part, facts);
  if (typeof resolved === "string") return { kind: "text", text: resolved, literal: true };
  return resolved.kind === "undefined" ? null : part;
}

/** The value as a policy would write it. */
function writeTemplate(template: readonly TemplatePart[], wild: boolean): string {
  return template.map((part) => writePart(part, wild)).join("");
}

function writePart(part: TemplatePart, wild: boolean): string {
  if (part.kind === "variable") return part.written;
  if (!part.literal) return part.text;
  const text = part.text.replaceAll("${", "${$}{");
  return wild ? text.replaceAll(/[*?]/g, "${$&}") : text;
}
