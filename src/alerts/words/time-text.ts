/** `2026-11-03T09:12:04Z` as `2026-11-03 09:12:04 UTC`; other text as it is. */
export function timeText(iso: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(iso);
  return parts === null ? iso : `${parts[1]} ${parts[2]} UTC`;
}

/** From when and by when: a moment, or a span whose end leaves out the day that it shares. */
export function spanText(from: string, by: string): string {
  if (from === by) return `at once, ${timeText(from)}`;
  const [start, end] = [timeText(from), timeText(by)];
  const isSameDay = start.slice(0, 10) === end.slice(0, 10) && end.endsWith(" UTC");
  return `from ${start}, everywhere by ${isSameDay ? end.slice(11) : end}`;
}
