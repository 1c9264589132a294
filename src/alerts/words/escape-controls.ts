/**
 * What a terminal obeys, what turns the direction of text and what nobody sees: C0 and C1 controls,
 * line and paragraph separators, bidirectional and invisible formatting, halves of surrogate pairs.
 * https://www.unicode.org/reports/tr9/ https://www.unicode.org/reports/tr36/
 */
const hostile =
  /[\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Cs}]/gu;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Text by somebody else, made harmless: what a reader cannot see is written as its code. */
export function escapeControls(text: string): string {
  return text.replace(hostile, (character) => short[character] ?? escapeCharacter(character));
}

/** A value on one line of JSON in which nothing hostile stands as it is; it reads as the same value. */
export function toJsonLine(value: unknown): string {
  return JSON.stringify(value).replace(hostile, (character) => escapeCharacter(character));
}

/** As JSON escapes it: UTF-16 units. */
function escapeCharacter(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
