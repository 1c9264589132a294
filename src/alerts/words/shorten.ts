/** A text of at most `most` characters; what was cut off is told by an ellipsis. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  // Never half of a surrogate pair.
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** A list in words, of at most `most` items: `a, b, c +4`. */
export function shortList(items: readonly string[], most: number): string {
  // One item more takes no more room than its count.
  if (items.length <= most + 1) return items.join(", ");
  return `${items.slice(0, most).join(", ")} +${items.length - most}`;
}

/** `1 event`, `2 events`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}
