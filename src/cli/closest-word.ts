const mostEdits = 3;

/** The word that takes the fewest edits to be the one that was written; null when none is near. */
export function closestWord(written: string, words: readonly string[]): string | null {
  let closest: string | null = null;
  let fewest = mostEdits + 1;
  for (const word of words) {
    const edits = editDistance(written.toLowerCase(), word.toLowerCase());
    if (edits < fewest) [closest, fewest] = [word, edits];
  }
  return closest;
}

/** https://en.wikipedia.org/wiki/Levenshtein_distance */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > mostEdits) return mostEdits + 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, character] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (character === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
