import { findJsonFault } from "../../account/json-fault.ts";
import type { Message } from "../message.ts";

/** The JSON of a file's text, or where and why it is none. */
export function parseJsonText(
  text: string,
  file: string,
): { readonly json: unknown } | { readonly fault: Message } {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    if (text.trim() === "") {
      return { fault: { code: "E_FILE_EMPTY", message: "the file is empty", file } };
    }
    const fault = findJsonFault(text);
    const line = fault === null ? null : text.slice(0, fault.offset).split("\n").length;
    const problem = fault === null ? "" : `: ${fault.problem}`;
    return { fault: { code: "E_FILE_JSON", message: `not JSON${problem}`, file, line } };
  }
}
