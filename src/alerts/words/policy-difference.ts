import { diffArrays } from "diff";
import { type Line, line, verbatim } from "./document.ts";
import { policyLines } from "./policy-lines.ts";
import { count, shorten } from "./shorten.ts";

const mostCharacters = 160;

interface ChangedLine {
  readonly text: string;
  readonly isAdded: boolean;
}

/** How the canonical forms of two policy documents differ: the lines that went and that came. */
export function policyDifference(before: unknown, after: unknown, most: number): readonly Line[] {
  const changed = diffArrays(comparable(before), comparable(after))
    .filter(({ added, removed }) => added || removed)
    .flatMap(({ added, value }) => value.map((text): ChangedLine => ({ text, isAdded: added })));
  if (changed.length === 0) return [line("the same statements, written differently", "dim")];
  const shown = mostTelling(changed, most);
  const rest = changed.length - shown.length;
  const width = most === Number.POSITIVE_INFINITY ? most : mostCharacters;
  return [
    ...shown.map(({ text, isAdded }) =>
      verbatim(`${isAdded ? "+" : "-"} ${shorten(text, width)}`, isAdded ? "good" : "danger"),
    ),
    ...(rest > 0 ? [line(`${count(rest, "more changed line")}: --full shows all`, "dim")] : []),
  ];
}

/** Whether a comma follows a line depends on the line after. */
function comparable(document: unknown): string[] {
  return policyLines(document).map((text) => text.replace(/,$/, ""));
}

/** As many lines as may be shown, of both kinds where there are both. */
function mostTelling(changed: readonly ChangedLine[], most: number): readonly ChangedLine[] {
  const [added, removed] = [true, false].map((kind) =>
    changed.filter((one) => one.isAdded === kind),
  );
  const half = Math.floor(most / 2);
  const fewAdded = Math.min(added?.length ?? 0, Math.max(half, most - (removed?.length ?? 0)));
  const fewRemoved = Math.min(removed?.length ?? 0, most - fewAdded);
  const kept = new Set([
    ...(added ?? []).slice(0, fewAdded),
    ...(removed ?? []).slice(0, fewRemoved),
  ]);
  return changed.filter((one) => kept.has(one));
}
