import { type Line, type Span, span } from "../../alerts/words/document.ts";
import { escapeControls } from "../../alerts/words/escape-controls.ts";

/** How many characters a line takes once what stands in it is made harmless. */
export function lengthOf(line: Line): number {
  return line.reduce((length, { text }) => length + escapeControls(text).length, 0);
}

/**
 * A line broken between words where it is wider; what follows stands `hanging` columns further in. A word
 * that is wider by itself stays whole, and so does a line that is there to be copied.
 */
export function wrapLine(line: Line, width: number, hanging: number): readonly Line[] {
  if (lengthOf(line) <= width || line.some(({ isVerbatim }) => isVerbatim === true)) return [line];
  const lines: Line[] = [];
  let current: Line = [];
  for (const word of wordsOf(line)) {
    const isOpen = current.some(({ text }) => text.trim() !== "");
    if (!isOpen || lengthOf([...current, ...trimmedEnd(word)]) <= width) {
      current = [...current, ...word];
      continue;
    }
    lines.push(trimmedEnd(current));
    current = [span(" ".repeat(hanging)), ...trimmedStart(word)];
  }
  return [...lines, trimmedEnd(current)];
}

/** Words with the spaces that follow them, whatever pieces they are made of. */
function wordsOf(line: Line): readonly Line[] {
  const words: Span[][] = [];
  let isEnded = true;
  for (const piece of line) {
    for (const text of piece.text.match(/ *[^ ]+ *| +/g) ?? []) {
      const word = { ...piece, text };
      const last = words.at(-1);
      if (isEnded || last === undefined || text.startsWith(" ")) words.push([word]);
      else last.push(word);
      isEnded = text.endsWith(" ");
    }
  }
  return words;
}

function trimmedStart(line: Line): Line {
  return line.map((piece, index) =>
    index === 0 ? { ...piece, text: piece.text.trimStart() } : piece,
  );
}

function trimmedEnd(line: Line): Line {
  return line.map((piece, index) =>
    index === line.length - 1 ? { ...piece, text: piece.text.trimEnd() } : piece,
  );
}
