const isoTime = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * An event's time as ISO 8601 in UTC, without a fraction that is zero; null when it is none.
 * CloudTrail writes `2014-11-04T00:53:12Z`; tools that print LookupEvents, also epoch seconds.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function readEventTime(value: unknown): string | null {
  if (typeof value === "number") return isoOf(value * 1000);
  const day = typeof value === "string" ? isoTime.exec(value)?.[1] : undefined;
  if (typeof value !== "string" || day === undefined) return null;
  // A day that its month does not have would roll over into the next month.
  return isoOf(Date.parse(day))?.startsWith(day) ? isoOf(Date.parse(value)) : null;
}

function isoOf(milliseconds: number): string | null {
  const time = new Date(milliseconds);
  if (Number.isNaN(time.getTime()) || time.getTime() < 0) return null;
  const iso = time.toISOString();
  return iso.length === 24 ? iso.replace(".000Z", "Z") : null;
}
