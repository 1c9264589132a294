/** Where and why a text is not JSON. */
export interface JsonFault {
  /** What is wrong there, in words. */
  readonly problem: string;
  /** Counted from 0. */
  readonly offset: number;
}

const token = /"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/y;
const escapeSequence = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const space = /[ \t\n\r]*/y;

/** What may come next; each word is also what the fault says was expected. */
type Expected =
  | "a value"
  | "a value or `]`"
  | "a string or `}`"
  | "a string"
  | "`:`"
  | "`,` or `}`"
  | "`,` or `]`"
  | "the end";

/**
 * The first fault of a text that JSON.parse refuses, whose own messages differ between versions and
 * do not always tell the position. https://www.rfc-editor.org/rfc/rfc8259
 */
export function findJsonFault(text: string): JsonFault | null {
  const open: ("{" | "[")[] = [];
  let expected: Expected = "a value";
  for (
    let offset = skip(space, text, 0);
    offset < text.length;
    offset = skip(space, text, offset)
  ) {
    const end = skip(token, text, offset);
    const found = text.slice(offset, end);
    const next: Expected | null = found === "" ? null : follow(expected, found, open);
    if (next === null) return { problem: `expected ${expected}`, offset };
    const string = found === '"' ? scanString(text, end) : { end };
    if ("problem" in string) return string;
    expected = next;
    offset = string.end;
  }
  if (expected === "the end") return null;
  return { problem: `the text ends where ${expected} was expected`, offset: text.length };
}

/** Where a pattern that matches here ends; the same place when it does not match. */
function skip(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : offset;
}

/** The end of a string whose opening quote was read. */
function scanString(text: string, start: number): { readonly end: number } | JsonFault {
  let offset = start;
  while (offset < text.length) {
    const character = text.charAt(offset);
    if (character === '"') return { end: offset + 1 };
    if (character < " ") return { problem: "a control character in a string", offset };
    const end = character === "\\" ? skip(escapeSequence, text, offset) : offset + 1;
    if (end === offset) return { problem: "an unknown escape in a string", offset };
    offset = end;
  }
  return { problem: "the text ends inside a string", offset: text.length };
}

const closers: { readonly [expected in Expected]?: string } = {
  "a value or `]`": "]",
  "a string or `}`": "}",
  "`,` or `]`": "]",
  "`,` or `}`": "}",
};

const marks: { readonly [expected in Expected]?: readonly [mark: string, then: Expected] } = {
  "`:`": [":", "a value"],
  "`,` or `]`": [",", "a value"],
  "`,` or `}`": [",", "a string"],
};

/** What has to come after a token; null when the token may not stand here. */
function follow(expected: Expected, found: string, open: ("{" | "[")[]): Expected | null {
  if (closers[expected] === found) return close(open);
  const mark = marks[expected];
  if (mark !== undefined) return mark[0] === found ? mark[1] : null;
  if (expected === "the end") return null;
  const isName = expected === "a string" || expected === "a string or `}`";
  if (isName) return found.startsWith('"') ? "`:`" : null;
  return startValue(found, open);
}

function startValue(found: string, open: ("{" | "[")[]): Expected | null {
  if (found === "{" || found === "[") {
    open.push(found);
    return found === "{" ? "a string or `}`" : "a value or `]`";
  }
  return /^[}\],:]/.test(found) ? null : afterValue(open);
}

function close(open: ("{" | "[")[]): Expected {
  open.pop();
  return afterValue(open);
}

function afterValue(open: readonly ("{" | "[")[]): Expected {
  const inside = open.at(-1);
  if (inside === undefined) return "the end";
  return inside === "{" ? "`,` or `}`" : "`,` or `]`";
}
