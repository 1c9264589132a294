/**
 * Policy variables: `${aws:username}`, with a default `${aws:PrincipalTag/team, 'company-wide'}`,
 * and the literal forms `${*}`, `${?}`, `${$}`. Only under Version 2012-10-17.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export type TemplatePart =
  /** `pattern`: text in which wildcards count; `literal`: text in which they do not. */
  | { readonly kind: "text"; readonly text: string; readonly literal: boolean }
  | {
      readonly kind: "variable";
      /** The context key that it names, in lower case. */
      readonly contextKey: string;
      readonly fallback: string | null;
      readonly written: string;
    };

const VARIABLE = /\$\{[^}]*\}/g;
const WITH_DEFAULT = /^\s*([^,]+?)\s*,\s*'(.*)'\s*$/;

/** Splits a value into text and variables; a value without `${` is one text. */
export function parseTemplate(value: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of value.matchAll(VARIABLE)) {
    if (match.index > end) parts.push(text(value.slice(end, match.index)));
    end = match.index + match[0].length;
    const inner = match[0].slice(2, -1);
    if (inner === "*" || inner === "?" || inner === "$") {
      parts.push({ kind: "text", text: inner, literal: true });
      continue;
    }
    const withDefault = WITH_DEFAULT.exec(inner);
    parts.push({
      kind: "variable",
      contextKey: (withDefault?.[1] ?? inner).trim().toLowerCase(),
      fallback: withDefault?.[2] ?? null,
      written: match[0],
    });
  }
  if (end < value.length) parts.push(text(value.slice(end)));
  return parts;
}

function text(part: string): TemplatePart {
  return { kind: "text", text: part, literal: false };
}

/**
 * Stand-ins for the characters `*` and `?` where they are meant literally (`${*}`, the value of a
 * variable): wildcards there do not expand. Private-use characters, which no AWS name can hold.
 */
const LITERAL_STAR = "\uE000";
const LITERAL_QUESTION = "\uE001";

/** Protects wildcard characters in text that is to be taken literally inside a pattern. */
export function literalInPattern(value: string): string {
  return value.replaceAll("*", LITERAL_STAR).replaceAll("?", LITERAL_QUESTION);
}

/** Gives the protected characters back, for comparison without wildcards and for showing. */
export function unprotect(pattern: string): string {
  return pattern.replaceAll(LITERAL_STAR, "*").replaceAll(LITERAL_QUESTION, "?");
}

/** Whether a pattern holds protected characters, so that values must be protected before matching. */
export function hasProtected(pattern: string): boolean {
  return pattern.includes(LITERAL_STAR) || pattern.includes(LITERAL_QUESTION);
}
