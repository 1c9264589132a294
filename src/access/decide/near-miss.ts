/** Whether a word is meant to be another but misspelt: in case, separators or one letter. */
export function isNearMiss(word: string, meant: string): boolean {
  const [a, b] = [plain(word), plain(meant)];
  if (a === b) return word !== meant;
  if (Math.abs(a.length - b.length) > 1) return false;
  let same = 0;
  while (same < Math.min(a.length, b.length) && a[same] === b[same]) same++;
  const tails = [a.slice(same), b.slice(same)] as const;
  // One letter more, one less, or another one.
  return (
    tails[0].slice(1) === tails[1] ||
    tails[0] === tails[1].slice(1) ||
    tails[0].slice(1) === tails[1].slice(1)
  );
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[_-]/g, "");
}
