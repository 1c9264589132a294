import type { KeyChange } from "../../account/change.ts";
import { sameDocument } from "../../account/policy-document.ts";
import { documentText } from "./document-text.ts";
import { recordedKey } from "./recorded-parts.ts";
import { automatic, noRevert, type RevertInput, type RevertPlan } from "./revert-plan.ts";

/**
 * The document that was there before, whole.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export function planKeyPolicy(
  change: Extract<KeyChange, { readonly kind: "key-policy-put" }>,
  { before }: RevertInput,
): RevertPlan {
  const { keyArn, policy } = change;
  const old = recordedKey(before, keyArn)?.policy;
  const Policy = documentText(old);
  if (Policy === null) return noRevert("the key policy before the event is not known");
  if (sameDocument(old, policy)) return automatic([]);
  const input = { KeyId: keyArn, PolicyName: "default", Policy };
  const call = { service: "kms", operation: "PutKeyPolicy", input } as const;
  return automatic([call]);
}
