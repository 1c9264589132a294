/** White space, then one token: a text, another scalar, or a mark. */
const tokens =
  /[\t\n\r ]*(?:("[ !#-[\]-\u{10ffff}]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[ !#-[\]-\u{10ffff}]*)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|([[\]{}:,]))/uy;

/** What may come next: a value, a member's name, a colon, what follows a value, or nothing. */
type Expected = "value" | "first-entry" | "name" | "first-name" | "colon" | "next" | "end";

/**
 * The line on which a text stops being JSON, its last one when it only ends too early; null when
 * it is JSON. `JSON.parse` does not tell it.
 * https://www.rfc-editor.org/rfc/rfc8259
 */
export function jsonFaultLine(text: string): number | null {
  const open: string[] = [];
  let expected: Expected | null = "value";
  let position = 0;
  while (expected !== null && expected !== "end") {
    tokens.lastIndex = position;
    const match = tokens.exec(text);
    if (match === null) break;
    const [whole, string, scalar, mark = ""] = match;
    if (string !== undefined) expected = afterText(expected, open);
    else if (scalar !== undefined) expected = isValue(expected) ? afterValue(open) : null;
    else expected = afterMark(mark, expected, open);
    if (expected !== null) position += whole.length;
  }
  const rest = text.slice(position);
  if (expected === "end" && /^[\t\n\r ]*$/.test(rest)) return null;
  const fault = position + rest.length - rest.replace(/^[\t\n\r ]*/, "").length;
  return text.slice(0, fault).split("\n").length;
}

function isValue(expected: Expected): boolean {
  return expected === "value" || expected === "first-entry";
}

function afterValue(open: readonly string[]): Expected {
  return open.length === 0 ? "end" : "next";
}

function afterText(expected: Expected, open: readonly string[]): Expected | null {
  if (expected === "name" || expected === "first-name") return "colon";
  return isValue(expected) ? afterValue(open) : null;
}

function afterMark(mark: string, expected: Expected, open: string[]): Expected | null {
  if (mark === ":") return expected === "colon" ? "value" : null;
  if (mark === "}" || mark === "]") return afterClosing(mark, expected, open);
  if (mark === ",") {
    if (expected !== "next") return null;
    return open.at(-1) === "{" ? "name" : "value";
  }
  if (!isValue(expected)) return null;
  open.push(mark);
  return mark === "{" ? "first-name" : "first-entry";
}

function afterClosing(mark: "}" | "]", expected: Expected, open: string[]): Expected | null {
  const [opening, empty] = mark === "}" ? ["{", "first-name"] : ["[", "first-entry"];
  const isExpected = expected === "next" || expected === empty;
  return open.pop() === opening && isExpected ? afterValue(open) : null;
}
