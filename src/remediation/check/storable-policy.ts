import { readDocument } from "../../account/policy-document.ts";
import { isUnreadable } from "../../account/snapshot.ts";
import { checkStatement, type StatementCheck } from "./storable-statement.ts";

/** The longest key policy. https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
const MOST_BYTES = 32_768;
/** PutKeyPolicy takes tab, line ends and Latin-1 only. https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html */
const REFUSED_CHARACTER = /[^\t\n\r -\u00ff]/;

/** Whether KMS would take a key policy's text. */
export interface StorageCheck {
  /** Why it would not, one reason each; none: it would. */
  readonly faults: readonly string[];
  /** A text that says the same and would be taken; null: there is none, or none is needed. */
  readonly repaired: string | null;
}

/** Checks the text of a key policy; `isGone` tells the principals that do not exist any more. */
export function checkStorable(text: string, isGone: (principal: string) => boolean): StorageCheck {
  const read = readDocument(text);
  if (isUnreadable(read)) return { faults: [read.unreadable], repaired: null };
  const document = read.json as Readonly<Record<string, unknown>>;
  const written = document["Statement"];
  const statements: readonly unknown[] = Array.isArray(written) ? written : [written];
  const checks = statements.map((statement) =>
    checkStatement((statement ?? {}) as Readonly<Record<string, unknown>>, isGone),
  );
  const faults = [
    ...textFaults(text),
    ...checks.flatMap((check, index) =>
      check.faults.map((fault) => `statement ${index}: ${fault}`),
    ),
  ];
  return { faults, repaired: faults.length === 0 ? null : repair(document, checks) };
}

function textFaults(text: string): readonly string[] {
  const faults: string[] = [];
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > MOST_BYTES) faults.push(`it has ${bytes} bytes, more than ${MOST_BYTES}`);
  const character = REFUSED_CHARACTER.exec(text)?.[0];
  if (character !== undefined) {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    faults.push(`it holds a character (U+${code}) outside Latin-1`);
  }
  return faults;
}

/** The document without what is refused: minified, names in Latin-1, statements repaired or left out. */
function repair(
  document: Readonly<Record<string, unknown>>,
  checks: readonly StatementCheck[],
): string | null {
  if (checks.some(({ repaired }) => repaired === undefined)) return null;
  const Statement = checks.flatMap(({ repaired }) =>
    repaired === null || repaired === undefined ? [] : [inLatin1(repaired, "Sid")],
  );
  const text = JSON.stringify({ ...inLatin1(document, "Id"), Statement });
  return Statement.length === 0 || textFaults(text).length > 0 ? null : text;
}

/** A name only names: what cannot be stored of it becomes `?`. */
function inLatin1(
  object: Readonly<Record<string, unknown>>,
  member: "Id" | "Sid",
): Readonly<Record<string, unknown>> {
  const name = object[member];
  if (typeof name !== "string") return object;
  return { ...object, [member]: name.replace(new RegExp(REFUSED_CHARACTER, "gu"), "?") };
}
