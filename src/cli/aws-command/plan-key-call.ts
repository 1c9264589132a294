import type { Unknown } from "../../kms/decision.ts";
import { refusedByAws } from "./aws-error.ts";
import { type CallKey, findCallKey } from "./find-call-key.ts";
import { type Input, requiredText, structuresOf } from "./input.ts";
import { keyRefusals } from "./key-refusals.ts";
import type { CallContext, CallPlanner, PlannedCall } from "./planned-call.ts";
import { lowerCamel } from "./recorded-members.ts";
import { tagRefusals } from "./tag-refusals.ts";

/** What an operation on a key adds to what all of them have in common. */
export interface KeyCallParts {
  readonly refusals?: readonly string[];
  readonly response?: Readonly<Record<string, unknown>>;
  readonly notes?: readonly Unknown[];
}

/** Plans a call on the key of `KeyId`. */
export function onKey(
  partsOf: (input: Input, found: CallKey, context: CallContext) => KeyCallParts = () => ({}),
): CallPlanner {
  return (input, context, api): PlannedCall => {
    const found = findCallKey(requiredText(input, "KeyId"), context, api);
    const { refusals = [], response = {}, notes = [] } = partsOf(input, found, context);
    const reasons = [...keyRefusals(api, found.key.metadata), ...refusals];
    if (reasons.length > 0) throw refusedByAws(api, reasons);
    return keyCall(input, found, response, notes);
  };
}

/** A call as KMS has it recorded: the key that it was about is in the response and the resources. */
export function keyCall(
  input: Input,
  { snapshot, arn }: CallKey,
  response: Readonly<Record<string, unknown>> = {},
  notes: readonly Unknown[] = [],
): PlannedCall {
  return {
    account: snapshot.account,
    region: snapshot.region,
    request: lowerCamel(input),
    response: { keyId: arn, ...response },
    resources: [arn],
    notes,
  };
}

export const planTagResource = onKey((input) => ({
  refusals: tagRefusals(structuresOf(input, "Tags").map((tag) => requiredText(tag, "TagKey"))),
}));
