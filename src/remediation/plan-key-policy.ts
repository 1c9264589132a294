import { isUnknown } from "../account/attribute-value.ts";
import type { KeyChange } from "../account/change.ts";
import { sameDocument } from "../account/policy-document.ts";
import { isUnreadable } from "../account/snapshot.ts";
import { documentText } from "./document-text.ts";
import { recordedKey } from "./recorded-parts.ts";
import { automatic, noRevert, proposal, type RevertInput, type RevertPlan } from "./revert-plan.ts";

/**
 * The document that was there before, whole.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export function planKeyPolicy(
  change: Extract<KeyChange, { readonly kind: "key-policy-put" }>,
  { before, attributes }: RevertInput,
): RevertPlan {
  const { keyArn, policy } = change;
  const old = recordedKey(before, keyArn)?.policy;
  const Policy = documentText(old);
  if (Policy === null) return noRevert("the key policy before the event is not known");
  if (sameDocument(old, policy)) return automatic([]);
  const input = { KeyId: keyArn, PolicyName: "default", Policy };
  const call = { service: "kms", operation: "PutKeyPolicy", input } as const;
  if (isUnreadable(policy) || attributes.some(({ after }) => isUnknown(after))) {
    return proposal([call], {
      code: "afterUnknown",
      text: "the new key policy is not known, so nothing proves what putting the former one back does",
    });
  }
  return automatic([call]);
}
