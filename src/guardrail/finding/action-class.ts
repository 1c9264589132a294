import { KMS_ACTIONS } from "../../kms/action-table.ts";

/** What an action gives, for rating findings (the public contract's §4). */
export type ActionClass = "administration" | "plaintext" | "other use" | "metadata";

const PLAINTEXT = new Set([
  "Decapsulate",
  "Decrypt",
  "DeriveSharedSecret",
  "GenerateDataKey",
  "GenerateDataKeyPair",
  "GenerateMac",
  "ReEncryptFrom",
  "Sign",
]);

const BY_ACTION = new Map<string, ActionClass>(
  KMS_ACTIONS.map(({ name, category }) => [
    `kms:${name}`,
    category === "read"
      ? "metadata"
      : category !== "crypto"
        ? "administration"
        : PLAINTEXT.has(name)
          ? "plaintext"
          : "other use",
  ]),
);

/** The class of an action, `kms:Decrypt`. */
export function classOfAction(action: string): ActionClass {
  return BY_ACTION.get(action) ?? "administration";
}
