import type { Unreadable } from "../account/snapshot.ts";
import type { Fact } from "../policy/fact.ts";

/** The fact of a context key whose source could not be read. */
export function unreadableFact(code: string, what: string, part: Unreadable | undefined): Fact {
  const reason = part === undefined ? "not in the snapshot" : part.unreadable;
  return { kind: "undocumented", code, reason: `${what} could not be read: ${reason}` };
}
