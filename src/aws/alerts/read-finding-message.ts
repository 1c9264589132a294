import * as z from "zod/mini";
import type { Finding } from "../../guardrail/finding/finding.ts";

/** A message that is no finding. */
export class FindingMessageError extends Error {
  override readonly name = "FindingMessageError";
  readonly code = "E_FINDING_MESSAGE";
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
const notification = z.object({ Type: z.literal("Notification"), Message: z.string() });
const finding = z.looseObject({
  schemaVersion: z.literal(1),
  findingId: z.string().check(z.minLength(1)),
  remediation: z.looseObject({ status: z.string(), mode: z.string() }),
});

/** The finding in the body of a queue's message: as SNS wraps it, or as it is. */
export function readFindingMessage(body: string): Finding {
  const outer = jsonOf(body);
  const wrapped = notification.safeParse(outer);
  const told = wrapped.success ? jsonOf(wrapped.data.Message) : outer;
  const parsed = finding.safeParse(told);
  if (parsed.success) return told as Finding;
  throw new FindingMessageError("the message is no finding of schema version 1");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FindingMessageError("the message is not JSON", { cause });
  }
}
