import { readDocument } from "../../account/policy-document.ts";
import { isUnreadable } from "../../account/snapshot.ts";
import { isGonePrincipal } from "../../remediation/check/gone-principals.ts";
import { checkStorable } from "../../remediation/check/storable-policy.ts";
import { type Input, requiredText, textOf } from "./input.ts";
import { malformedDocument } from "./malformed-document.ts";
import { onKey } from "./plan-key-call.ts";
import type { CallContext } from "./planned-call.ts";

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html */
export const planPutKeyPolicy = onKey((input, _found, context) => ({
  refusals: policyRefusals(input, context),
}));

function policyRefusals(input: Input, { world }: CallContext): readonly string[] {
  const text = requiredText(input, "Policy");
  const name = textOf(input, "PolicyName") ?? "default";
  const reasons = name === "default" ? [] : [`the only key policy is \`default\`, not \`${name}\``];
  const document = readDocument(text);
  if (isUnreadable(document) || text.trimStart().startsWith("%")) {
    return [...reasons, notJson(document)];
  }
  const malformed = malformedDocument(document.json, "key-policy", world.compiler);
  if (malformed !== null) return [...reasons, `the key policy is malformed: ${malformed}`];
  const { faults } = checkStorable(text, (principal) => isGonePrincipal(world, principal));
  return [...reasons, ...faults.map((fault) => `the key policy cannot be stored: ${fault}`)];
}

function notJson(document: ReturnType<typeof readDocument>): string {
  const why = isUnreadable(document) ? document.unreadable : "the document is URL-encoded";
  return `the key policy cannot be read: ${why}`;
}
