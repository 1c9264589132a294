import * as z from "zod/mini";
import { type CallParser, malformed, type Reading } from "./reading.ts";
import type { TrailCall } from "./trail-call.ts";

/** A member that a record may leave out; one of a wrong type is an error, never unknown. */
export const optionalText = z.nullish(z.string());

/**
 * A parser that first reads the call's request by a schema whose members are all optional: what
 * is absent is unknown, what has a wrong type makes the record malformed.
 */
export function requestParser<T>(
  schema: z.core.$ZodType<T>,
  read: (request: T, call: TrailCall) => Reading,
): CallParser {
  return (call) => {
    const request = readShape(schema, call.request ?? {}, "requestParameters");
    return "malformed" in request ? request : read(request.value, call);
  };
}

/** A value in its expected shape, or the first thing that is wrong with it and where. */
export function readShape<T>(
  schema: z.core.$ZodType<T>,
  value: unknown,
  at: string,
): { readonly value: T } | { readonly malformed: string } {
  const result = z.safeParse(schema, value);
  if (result.success) return { value: result.data };
  const issue = result.error.issues[0];
  const path = (issue?.path ?? []).map((step) =>
    typeof step === "number" ? `[${step}]` : `.${String(step)}`,
  );
  const expected = issue?.code === "invalid_type" ? `: expected ${issue.expected}` : "";
  return malformedAt(`${at}${path.join("")}`, expected);
}

function malformedAt(path: string, expected: string) {
  return malformed(`\`${path}\` is malformed${expected}`) as { readonly malformed: string };
}
