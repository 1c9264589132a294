import type { Unreadable } from "../../account/snapshot.ts";

/** What the doctor says of one thing that it looks at. */
export interface Check {
  readonly check: "trail" | "kms-events" | "rules" | "keys" | "dead-letters" | "canary" | "sweeps";
  /** `unknown`: AWS refused to tell, or there is nothing yet to tell it by. */
  readonly result: "passed" | "failed" | "unknown";
  readonly text: string;
  /** What to do about it. */
  readonly help?: string;
}

interface Words {
  readonly passed: string;
  readonly failed: string;
  readonly unknown: string;
  readonly help: string;
}

/** Passed, else unknown where what is missing might still hold it, else failed. */
export function judged(
  check: Check["check"],
  isPassed: boolean,
  isOpen: boolean,
  words: Words,
): Check {
  if (isPassed) return { check, result: "passed", text: words.passed };
  if (isOpen) return { check, result: "unknown", text: words.unknown };
  return { check, result: "failed", text: words.failed, help: words.help };
}

/** What AWS refused to tell. */
export function unreadable(
  check: Check["check"],
  what: string,
  { unreadable: code }: Unreadable,
): Check {
  return { check, result: "unknown", text: `${what} cannot be read: ${code}` };
}

const mostNames = 5;

/** Some of the names, and how many more there are. */
export function fewOf(names: readonly string[]): string {
  const more = names.length - mostNames;
  return `${names.slice(0, mostNames).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
