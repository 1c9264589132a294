import { readDocument } from "../../account/policy-document.ts";
import { type DocumentJson, isUnreadable } from "../../account/snapshot.ts";

/**
 * A recorded policy document as the text that the API takes. JSON text is given back as it was
 * recorded, white space and all; null when nobody knows the document.
 */
export function documentText(document: DocumentJson | undefined): string | null {
  const read = readDocument(document);
  if (isUnreadable(read)) return null;
  if (typeof document !== "string" || document.trimStart().startsWith("%")) {
    return JSON.stringify(read.json);
  }
  return document;
}
