/** What shorthand can say: text, lists and structures; which of them is meant, the shape tells. */
export type ShorthandValue = string | readonly ShorthandValue[] | ShorthandStructure;

export interface ShorthandStructure {
  readonly [member: string]: ShorthandValue;
}

/** A text is no shorthand, with the place where it stops being one. */
export class ShorthandError extends Error {
  override readonly name = "ShorthandError";
}

/** The first character of a bare value, and those after it: the first of a member's values may hold `=`. */
const firstValue = /(?:\\,|[^\s"',=[{])(?:\\,|[^"',\]}])*/y;
const nextValue = /(?:\\,|[^\s"',=[{])(?:\\,|[^"',=])*/y;
const singleQuoted = /'(?:\\'|[^'])*'/y;
const doubleQuoted = /"(?:\\"|[^"])*"/y;
const memberName = /[\w\-.#/:]*/y;
const whitespace = /\s*/y;

/**
 * Reads the AWS CLI's shorthand: `TagKey=Project,TagValue=Alpha`, `Name=a,b`, `Name=[a,b]`,
 * `Constraint={Key=value}`, values in single or double quotes.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html
 */
export function parseShorthand(text: string): ShorthandStructure {
  const reader = createReader(text);
  const structure: Record<string, ShorthandValue> = {};
  do {
    const member = readMember(reader);
    if (Object.hasOwn(structure, member)) {
      throw new ShorthandError(
        `\`${member}\` stands twice: a space separates structures, not a comma`,
      );
    }
    structure[member] = reader.atEnd() ? "" : readMemberValue(reader);
  } while (!reader.atEnd() && reader.expect(","));
  return structure;
}

interface Reader {
  readonly current: () => string;
  readonly atEnd: () => boolean;
  readonly skipSpace: () => void;
  /** Takes a character that must stand here, and the space around it. */
  readonly expect: (character: string) => true;
  /** Takes what matches here; null: nothing does. */
  readonly take: (pattern: RegExp) => string | null;
  readonly mark: () => number;
  readonly reset: (mark: number) => void;
  readonly fail: (expected: string) => never;
}

function createReader(text: string): Reader {
  let index = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = index;
    const found = pattern.exec(text)?.[0] ?? null;
    index += found?.length ?? 0;
    return found;
  };
  const fail = (expected: string): never => {
    const found = index < text.length ? `\`${text[index]}\`` : "its end";
    throw new ShorthandError(`expected ${expected} at character ${index + 1}, found ${found}`);
  };
  const skipSpace = (): void => {
    take(whitespace);
  };
  return {
    current: () => text[index] ?? "",
    atEnd: () => index >= text.length,
    skipSpace,
    expect: (character) => {
      skipSpace();
      if (text[index] !== character) fail(`\`${character}\``);
      index++;
      skipSpace();
      return true;
    },
    take,
    mark: () => index,
    reset: (mark) => {
      index = mark;
    },
    fail,
  };
}

function readMember(reader: Reader): string {
  const member = reader.take(memberName) ?? "";
  if (member === "") reader.fail("the name of a member");
  reader.skipSpace();
  if (reader.current() === "@") {
    throw new ShorthandError(`\`${member}@=\` reads files inside shorthand: write the value out`);
  }
  reader.expect("=");
  return member;
}

/** `a`, or the list `a,b,c`, which ends before the next member. */
function readMemberValue(reader: Reader): ShorthandValue {
  if (reader.current() === "[") return readList(reader);
  if (reader.current() === "{") return readStructure(reader);
  const first = readScalar(reader, firstValue) ?? "";
  const list = [first];
  for (;;) {
    const mark = reader.mark();
    reader.skipSpace();
    if (reader.current() !== ",") break;
    reader.expect(",");
    const next = readScalar(reader, nextValue);
    reader.skipSpace();
    const isValue = next !== null && (reader.atEnd() || reader.current() === ",");
    if (!isValue) {
      reader.reset(mark);
      break;
    }
    list.push(next);
  }
  return list.length === 1 ? first : list;
}

function readList(reader: Reader): ShorthandValue {
  reader.expect("[");
  const list: ShorthandValue[] = [];
  while (reader.current() !== "]") {
    list.push(readNested(reader));
    reader.skipSpace();
    if (reader.current() !== "]") reader.expect(",");
  }
  reader.take(/\]/y);
  return list;
}

function readStructure(reader: Reader): ShorthandValue {
  reader.expect("{");
  const structure: Record<string, ShorthandValue> = {};
  while (reader.current() !== "}") {
    const member = readMember(reader);
    structure[member] = readNested(reader);
    reader.skipSpace();
    if (reader.current() !== "}") reader.expect(",");
  }
  reader.take(/\}/y);
  return structure;
}

function readNested(reader: Reader): ShorthandValue {
  if (reader.atEnd()) reader.fail("a value");
  if (reader.current() === "[") return readList(reader);
  if (reader.current() === "{") return readStructure(reader);
  return readScalar(reader, firstValue) ?? "";
}

/** A value, bare or in quotes; null: there is none here. */
function readScalar(reader: Reader, bare: RegExp): string | null {
  const quote = reader.current();
  if (quote === "'" || quote === '"') {
    const quoted = reader.take(quote === "'" ? singleQuoted : doubleQuoted);
    if (quoted === null) return reader.fail(`the other ${quote}`);
    return quoted.slice(1, -1).replaceAll(`\\${quote}`, quote).replaceAll("\\\\", "\\");
  }
  return reader.take(bare)?.replaceAll("\\,", ",").trimEnd() ?? null;
}
