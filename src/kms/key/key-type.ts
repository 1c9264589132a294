import type { KeyMetadata } from "../../account/snapshot.ts";

/** The types of KMS keys. */
export type KeyType = "asymmetric" | "HMAC" | "symmetric";

/** The types that a usage tells: keys for encryption are of either type. */
const TYPE_BY_USAGE: Readonly<Record<string, KeyType>> = {
  ENCAPSULATE_DECAPSULATE: "asymmetric",
  GENERATE_VERIFY_MAC: "HMAC",
  KEY_AGREEMENT: "asymmetric",
  SIGN_VERIFY: "asymmetric",
};

/**
 * The type of a key by its spec or, without one, by its usage; null: neither tells.
 * https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-compare.html
 */
export function keyTypeOf(metadata: KeyMetadata): KeyType | null {
  const { KeySpec, CustomerMasterKeySpec, KeyUsage } = metadata;
  const spec = KeySpec ?? CustomerMasterKeySpec;
  // Stryker disable next-line ConditionalExpression: no usage tells no type
  if (spec === undefined) return KeyUsage === undefined ? null : (TYPE_BY_USAGE[KeyUsage] ?? null);
  if (spec === "SYMMETRIC_DEFAULT") return "symmetric";
  return spec.startsWith("HMAC_") ? "HMAC" : "asymmetric";
}
