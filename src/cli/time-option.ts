const form = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/;
const dayLength = 24 * 60 * 60 * 1000;

/**
 * A moment as an option gives it, in milliseconds since 1970; null when it is none. A day alone is
 * its first or its last moment, in UTC.
 */
export function parseMoment(text: string, ofDay: "first" | "last"): number | null {
  if (!form.test(text)) return null;
  const day = text.slice(0, 10);
  const start = Date.parse(day);
  // A day that its month does not have would roll over into the next month.
  if (Number.isNaN(start) || !new Date(start).toISOString().startsWith(day)) return null;
  if (text.length === 10) return ofDay === "first" ? start : start + dayLength - 1;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? null : moment;
}
