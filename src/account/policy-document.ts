import { findJsonFault } from "./json-fault.ts";
import { sameJson } from "./same-json.ts";
import { type DocumentJson, isUnreadable, type Unreadable } from "./snapshot.ts";

/**
 * The JSON of a policy document in any form that AWS gives it: an object, JSON text, or the
 * URL-encoded text of the IAM API
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html). What is none of
 * these is unreadable, with the reason; whether the JSON is a policy is decided elsewhere.
 */
export function readDocument(document: DocumentJson | undefined): { json: unknown } | Unreadable {
  if (document === undefined) return { unreadable: "there is no document" };
  if (isUnreadable(document)) return document;
  if (typeof document !== "string") return objectOnly(document);
  const text = document.trimStart().startsWith("%") ? decode(document) : document;
  return typeof text === "string" ? parse(text) : text;
}

/** Whether two forms of a document say the same. */
export function sameDocument(a: DocumentJson | undefined, b: DocumentJson | undefined): boolean {
  return a === b || sameJson(readable(a), readable(b));
}

function readable(document: DocumentJson | undefined): unknown {
  const read = readDocument(document);
  // Two broken texts are the same only when they are the same text.
  return isUnreadable(read) ? { document: document ?? null } : read;
}

function decode(text: string): string | Unreadable {
  try {
    return decodeURIComponent(text);
  } catch {
    const offset = text.search(/%(?![\da-fA-F]{2})/);
    const problem =
      offset < 0
        ? "its bytes are not UTF-8"
        : `\`%\` without two hex digits ${place(text, offset)}`;
    return { unreadable: `the document is not URL-encoded text: ${problem}` };
  }
}

function parse(text: string): { json: unknown } | Unreadable {
  try {
    return objectOnly(JSON.parse(text));
  } catch {
    const fault = findJsonFault(text);
    const problem = fault === null ? "" : `: ${fault.problem} ${place(text, fault.offset)}`;
    return { unreadable: `the document is not JSON${problem}` };
  }
}

/** Snapshots are outside data, so a document may be anything. */
function objectOnly(json: unknown): { json: unknown } | Unreadable {
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return { json };
  const kind = json === null ? "null" : Array.isArray(json) ? "a list" : `a ${typeof json}`;
  return { unreadable: `the document is ${kind}, not an object` };
}

function place(text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n");
  return `at line ${lines.length}, column ${(lines.at(-1) ?? "").length + 1}`;
}
