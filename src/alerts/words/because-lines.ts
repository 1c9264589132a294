import type { AccessChangeKind, Because } from "../../access/compare/access-change.ts";
import { statementText } from "./statement-text.ts";

const most = 3;

/** The statements that decided a change, in words, one a line; none when none did. */
export function becauseLines(
  change: AccessChangeKind,
  because: readonly Because[],
  full: boolean,
): readonly string[] {
  const now = because.filter(({ was }) => !was);
  const before = because.filter(({ was }) => was);
  return [
    ...sentence(wordFor(change, false), now, full),
    ...sentence(wordFor(change, true), before, full),
  ];
}

function sentence(word: string, because: readonly Because[], full: boolean): readonly string[] {
  const shown = full || because.length <= most + 1 ? because : because.slice(0, most);
  const texts = shown.map((one, index) => reasonText(index === 0 ? word : "and", one));
  const rest = because.length - shown.length;
  return rest > 0 ? [...texts, `and ${rest} more statements`] : texts;
}

/** Where its endpoint, its alias or the operation on its key is gone, no statement denies a request: there is none. */
function reasonText(word: string, because: Because): string {
  return because.layer === "operation"
    ? "such a request is not possible any more"
    : `${word} ${statementText(because)}`;
}

/**
 * A gain comes by a statement that allows, or by a Deny that stopped applying; a loss by an Allow
 * that no longer does, or by a Deny that began to.
 */
function wordFor(change: AccessChangeKind, was: boolean): string {
  switch (change) {
    case "gained":
    case "widened":
      return was ? "no longer denied by" : "by";
    case "lost":
    case "narrowed":
      return was ? "no longer by" : "denied by";
    case "changed":
      return was ? "no longer by" : "by";
  }
}
