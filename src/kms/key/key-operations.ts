import type { KeyMetadata } from "../../account/snapshot.ts";
import {
  type ActionSet,
  NO_ACTIONS,
  subtractActions,
  unionActions,
} from "../../policy/action-set.ts";
import { unknownFormula } from "../../policy/formula.ts";
import { andVerdicts, orVerdicts, sameForAll, surely, type Verdict } from "../../policy/verdict.ts";
import { actionsNamed, actionsWhere, KEY_ACTIONS } from "../kms-vocabulary.ts";
import { type KeyType, keyTypeOf } from "./key-type.ts";

/** Operations that KMS performs on keys of another account. */
const CROSS_ACCOUNT = actionsWhere((action) => action.crossAccount);

/** What each key usage is for; the actions not listed under any do not ask for one. */
const ENCRYPTION = actionsNamed("Decrypt", "Encrypt", "ReEncryptFrom", "ReEncryptTo");
const DATA_KEYS = actionsNamed(
  "GenerateDataKey",
  "GenerateDataKeyPair",
  "GenerateDataKeyPairWithoutPlaintext",
  "GenerateDataKeyWithoutPlaintext",
);
const BY_USAGE: Readonly<Record<string, ActionSet>> = {
  ENCRYPT_DECRYPT: unionActions(ENCRYPTION, DATA_KEYS),
  SIGN_VERIFY: actionsNamed("Sign", "Verify"),
  GENERATE_VERIFY_MAC: actionsNamed("GenerateMac", "VerifyMac"),
  KEY_AGREEMENT: actionsNamed("DeriveSharedSecret"),
  ENCAPSULATE_DECAPSULATE: actionsNamed("Decapsulate", "Encapsulate"),
};
const ASKING_USAGE = Object.values(BY_USAGE).reduce(unionActions, NO_ACTIONS);
/** Data keys come from symmetric encryption keys only; a public key from asymmetric ones only. */
const SYMMETRIC_ONLY = DATA_KEYS;
const ASYMMETRIC_ONLY = actionsNamed("GetPublicKey");

/** AWS managed keys cannot be managed, tagged, given an alias or another policy by anybody. */
const REFUSED_ON_AWS_MANAGED = actionsWhere(
  ({ category }) =>
    category === "management" || category === "permissions" || category === "abac-control",
);

/** Only KMS's own service-linked role has this permission; there is no such API operation. */
const SERVICE_LINKED_ONLY = actionsNamed("SynchronizeMultiRegionKey");

/**
 * The actions that KMS can perform on this key for a caller of that account, whatever any policy
 * says. Missing metadata leaves open what it would decide.
 * https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-compare.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-key
 */
export function possibleOperations(
  metadata: KeyMetadata,
  caller: { readonly crossAccount: boolean; readonly multiRegionServiceRole: boolean },
): Verdict {
  const crossing = surely(caller.crossAccount ? CROSS_ACCOUNT : KEY_ACTIONS);
  const onKey = possibleOnKey(metadata);
  const possible = andVerdicts(crossing, onKey);
  return caller.multiRegionServiceRole
    ? possible
    : andVerdicts(possible, surely(subtractActions(KEY_ACTIONS, SERVICE_LINKED_ONLY)));
}

function possibleOnKey(metadata: KeyMetadata): Verdict {
  const byUsage = possibleByUsage(metadata.KeyUsage);
  const byType = possibleByType(keyTypeOf(metadata));
  const byManager = possibleByManager(metadata.KeyManager);
  return andVerdicts(andVerdicts(byUsage, byType), byManager);
}

/** Why a rule for AWS managed keys is open when the metadata does not tell who manages the key. */
export const KEY_MANAGER_UNKNOWN = unknownFormula(
  "keyManagerUnknown",
  // Stryker disable next-line StringLiteral: a text for people
  "whether the key is an AWS managed key is not known",
);

function possibleByManager(manager: string | undefined): Verdict {
  const rest = surely(subtractActions(KEY_ACTIONS, REFUSED_ON_AWS_MANAGED));
  if (manager === "AWS") return rest;
  if (manager !== undefined) return surely(KEY_ACTIONS);
  return orVerdicts(rest, sameForAll(REFUSED_ON_AWS_MANAGED, KEY_MANAGER_UNKNOWN));
}

function possibleByUsage(usage: string | undefined): Verdict {
  const rest = surely(subtractActions(KEY_ACTIONS, ASKING_USAGE));
  // Stryker disable next-line ConditionalExpression: no usage lists no actions
  const listed = usage === undefined ? undefined : BY_USAGE[usage];
  if (listed !== undefined) return orVerdicts(rest, surely(listed));
  return orVerdicts(
    rest,
    // Stryker disable next-line StringLiteral: a text for people
    sameForAll(ASKING_USAGE, unknownFormula("keyUsageUnknown", "the key's usage is not known")),
  );
}

/** What keys of a type never do. */
const NEVER_DONE: Readonly<Record<KeyType, ActionSet>> = {
  asymmetric: SYMMETRIC_ONLY,
  HMAC: unionActions(SYMMETRIC_ONLY, ASYMMETRIC_ONLY),
  symmetric: ASYMMETRIC_ONLY,
};

function possibleByType(type: KeyType | null): Verdict {
  if (type !== null) return surely(subtractActions(KEY_ACTIONS, NEVER_DONE[type]));
  const open = unionActions(SYMMETRIC_ONLY, ASYMMETRIC_ONLY);
  return orVerdicts(
    surely(subtractActions(KEY_ACTIONS, open)),
    // Stryker disable next-line StringLiteral: a text for people
    sameForAll(open, unknownFormula("keySpecUnknown", "the key's spec is not known")),
  );
}
