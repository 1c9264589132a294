const format = new Intl.DateTimeFormat("en-US", {
  dateStyle: "medium",
  timeStyle: "medium",
  timeZone: "UTC",
});

/** A date as CloudTrail writes it within elements: `Oct 21, 2024, 2:25:29 PM`. */
export function localeDate(date: Date): string {
  // The space before PM is a narrow one that does not break.
  return format.format(date).replaceAll("\u202f", " ");
}
