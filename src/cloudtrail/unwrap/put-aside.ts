import { type JsonObject, member, textMember } from "../json-object.ts";

/**
 * Why what a wrapper holds lies in a dead-letter queue: EventBridge and Lambda say so in the message's
 * attributes, Lambda's failure destination in the message itself. null: it does not.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function putAsideBecause(wrapper: JsonObject): string | null {
  return becauseOfAttributes(wrapper) ?? becauseOfInvocation(wrapper);
}

function becauseOfAttributes(message: JsonObject): string | null {
  const attributes = member(message, "MessageAttributes") ?? member(message, "messageAttributes");
  const read = (name: string): string | null => {
    const attribute = member(attributes, name);
    return textMember(attribute, "StringValue") ?? textMember(attribute, "stringValue");
  };
  const attempts = read("RETRY_ATTEMPTS");
  return sentence([
    read("ERROR_CODE") ?? read("ErrorCode"),
    read("ERROR_MESSAGE") ?? read("ErrorMessage"),
    read("EXHAUSTED_RETRY_CONDITION"),
    attempts === null ? null : `${attempts} retries`,
    nameOf(read("TARGET_ARN")),
  ]);
}

function becauseOfInvocation(record: JsonObject): string | null {
  if (member(record, "requestPayload") === undefined) return null;
  const context = member(record, "requestContext");
  const response = member(record, "responsePayload");
  const attempts = member(context, "approximateInvokeCount");
  return sentence([
    textMember(context, "condition"),
    textMember(response, "errorType"),
    textMember(response, "errorMessage"),
    typeof attempts === "number" ? `${attempts} attempts` : null,
    nameOf(textMember(context, "functionArn")),
  ]);
}

function sentence(parts: readonly (string | null)[]): string | null {
  const told = parts.filter((part) => part !== null);
  return told.length === 0 ? null : told.join(": ");
}

/** A function by its name, anything else by its ARN. */
function nameOf(arn: string | null): string | null {
  return arn === null ? null : `\`${/:function:([\w-]+)/.exec(arn)?.[1] ?? arn}\``;
}
