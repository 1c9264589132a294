import { isUnknown } from "../../account/attributes/attribute-value.ts";
import type { AttributeChange } from "../../guardrail/finding/finding.ts";
import { type Line, type Span, span } from "./document.ts";
import { grantText } from "./grant-text.ts";
import type { Names } from "./names.ts";
import { policyDifference } from "./policy-difference.ts";
import { shorten } from "./shorten.ts";

export interface AttributeOptions {
  readonly names: Names;
  /** Show values and differences whole. */
  readonly full: boolean;
}

const mostCharacters = 120;
/** A grant's id, and most names of policies. */
const mostName = 90;
const mostLines = 14;
const all = Number.POSITIVE_INFINITY;

/** What became of one attribute of the resource, before and after. */
export function attributeLines(
  { attribute, before, after }: AttributeChange,
  options: AttributeOptions,
): readonly Line[] {
  const { full } = options;
  const head = span(`${full ? attribute : shorten(attribute, mostName)}  `, "strong");
  if (isDocument(attribute) && isObject(before) && isObject(after)) {
    const difference = policyDifference(before, after, full ? all : mostLines);
    return [[head], ...difference.map((one) => [span("  "), ...one])];
  }
  const value = (one: unknown): Span => valueSpan(attribute, one, options);
  return [[head, value(before), span(" → ", "dim"), value(after)]];
}

function isDocument(attribute: string): boolean {
  return documents.has(attribute) || attribute.startsWith("inlinePolicy:");
}

const documents = new Set(["policy", "endpointPolicy", "policyDocument", "trustPolicy"]);

/** A JSON object that is a value, not the sign that nobody knows it. */
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isUnknown(value);
}

function valueSpan(attribute: string, value: unknown, { names, full }: AttributeOptions): Span {
  if (value === null || value === undefined) return span("(none)", "dim");
  if (isUnknown(value)) return span(`(not known: ${value.unknown})`, "warning");
  const most = full ? all : mostCharacters;
  const grant = attribute.startsWith("grant:") ? grantText(value, names, full ? all : 3) : null;
  if (grant !== null) return span(shorten(grant, most));
  if (typeof value !== "string") return span(shorten(JSON.stringify(value), most));
  if (attribute.startsWith("alias:")) return span(keyText(value, names));
  return span(shorten(JSON.stringify(value), most));
}

/** A key by the id that its alias cannot hide, and by its alias. */
function keyText(arn: string, names: Names): string {
  const id = arn.slice(arn.lastIndexOf(":") + 1);
  const name = names.key(arn);
  return name.includes(id.slice(0, 12)) ? id : `${id} (${name})`;
}
