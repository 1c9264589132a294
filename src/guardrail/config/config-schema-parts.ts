import * as z from "zod/mini";

/** A mapping whose every key is known; the error of another key names those that are. */
export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape)
    .filter((key) => key !== "$schema")
    .map((key) => `\`${key}\``)
    .join(", ");
  return z.strictObject(shape, { error: () => `expected a mapping with ${known}` });
}

/** A list with at least one item. */
export function someOf<Item extends z.core.$ZodType>(item: Item, description: string) {
  return z
    .array(item, { error: "expected a list" })
    .check(z.minLength(1, "expected at least one value"), z.describe(description));
}

const noText = "expected text or a list of texts, at least one";
const text = z.string({ error: "expected text" }).check(z.minLength(1, "expected text"));

/** One text, or a list of them. */
export function texts(description: string) {
  return z
    .union([text, z.array(text).check(z.minLength(1, noText))], { error: noText })
    .check(z.describe(description));
}

/** A text that is not empty. */
export function named(what: string, description: string) {
  const error = `expected ${what}`;
  return z.string({ error }).check(z.minLength(1, error), z.describe(description));
}

export const severity = z.enum(["critical", "high", "medium", "low", "informational"], {
  error: "expected critical, high, medium, low or informational",
});

export const mode = z.enum(["observe", "alert", "approve", "enforce"], {
  error: "expected observe, alert, approve or enforce",
});
