import { isUnreadable } from "../../account/snapshot.ts";
import { awsError } from "./aws-error.ts";
import { type CallKey, findCallKey } from "./find-call-key.ts";
import { grantRefusals } from "./grant-refusals.ts";
import { type Input, requiredText, textOf } from "./input.ts";
import { keyCall, onKey } from "./plan-key-call.ts";
import type { CallPlanner } from "./planned-call.ts";

/** Stands for the id that KMS will give to a grant. */
const newGrantId = "new-grant";

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html */
export const planCreateGrant = onKey((input, { key }, { world }) => ({
  refusals: grantRefusals(input, key.metadata, world),
  response: { grantId: newGrantId },
  notes: [
    {
      code: "newGrant",
      text: `\`${newGrantId}\` stands for the id that KMS will give to the grant`,
    },
  ],
}));

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_RevokeGrant.html */
export const planRevokeGrant = onKey((input, found) => ({ refusals: missingGrant(input, found) }));

/**
 * A grant token tells nobody but KMS which grant it stands for.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_RetireGrant.html
 */
export const planRetireGrant: CallPlanner = (input, context, api) => {
  const [keyId, grantId] = [textOf(input, "KeyId"), textOf(input, "GrantId")];
  if (keyId === undefined || grantId === undefined) {
    const why =
      textOf(input, "GrantToken") === undefined
        ? "`--key-id` and `--grant-id` are missing"
        : "which grant a grant token stands for only KMS can tell";
    throw awsError("E_AWS_OPTION", why, "name the grant by `--key-id` and `--grant-id`");
  }
  const found = findCallKey(keyId, context, api);
  const [reason] = missingGrant(input, found);
  if (reason !== undefined) {
    throw awsError("E_CALL_WOULD_FAIL", `AWS would refuse \`${api}\`: ${reason}`);
  }
  return { ...keyCall(input, found), additionalEventData: { grantId } };
};

function missingGrant(input: Input, { key }: CallKey): readonly string[] {
  const id = requiredText(input, "GrantId");
  const { grants } = key;
  if (grants === undefined || isUnreadable(grants)) return [];
  return grants.some(({ GrantId }) => GrantId === id) ? [] : [`the key has no grant \`${id}\``];
}
