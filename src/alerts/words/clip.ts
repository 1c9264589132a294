import { escapeControls } from "./escape-controls.ts";
import { shorten } from "./shorten.ts";

/** Text by somebody else on one line of a message: harmless and of at most `most` characters. */
export function clip(text: string, most: number): string {
  return shorten(escapeControls(shorten(text, most)), most);
}

/** A list in words, of at most `most` items: `a, b, c and 37 more`. */
export function foldedList(items: readonly string[], most: number): string {
  // One item more takes no more room than its count.
  if (items.length <= most + 1) return items.join(", ");
  return `${items.slice(0, most).join(", ")} and ${items.length - most} more`;
}
