import { isUnreadable, type Unreadable } from "./snapshot.ts";

/**
 * The first of several snapshots' parts that could be read, else the first that could not: IAM and the
 * organization are the same in every Region, so one snapshot may tell them for all.
 */
export function firstTold<Part extends object>(
  parts: readonly (Part | Unreadable | undefined)[],
): Part | Unreadable | undefined {
  const told = parts.filter((part) => part !== undefined);
  return told.find((part) => !isUnreadable(part)) ?? told[0];
}
