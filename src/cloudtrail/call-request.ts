import * as z from "zod/mini";
import { readDocument } from "../account/policy-document.ts";
import { isUnreadable } from "../account/snapshot.ts";
import type { CallParser, Reading } from "./reading.ts";
import type { TrailCall } from "./trail-call.ts";

/** A member that a record may leave out; one of a wrong type is an error, never unknown. */
export const optionalText = z.nullish(z.string());

/**
 * A policy document as text. AWS accepts none that is not JSON, so one that is not has been
 * damaged on its way; whether the JSON is a policy is decided elsewhere.
 */
export const optionalDocument = z.nullish(
  z.string().check((payload) => {
    const document = readDocument(payload.value);
    if (!isUnreadable(document)) return;
    const { unreadable: message } = document;
    payload.issues.push({ code: "custom", message, input: payload.value });
  }),
);

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
  const problem = issue?.code === "invalid_type" ? `expected ${issue.expected}` : issue?.message;
  return { malformed: `\`${at}${path.join("")}\` is malformed: ${problem}` };
}
