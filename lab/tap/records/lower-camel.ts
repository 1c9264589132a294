import { asObject, type JsonObject } from "../json.ts";
import { localeDate } from "./locale-date.ts";

/** Members whose own members are the caller's words. */
const maps: ReadonlySet<string> = new Set(["EncryptionContextEquals", "EncryptionContextSubset"]);
const dates: ReadonlySet<string> = new Set(["CreationDate", "DeletionDate", "ValidTo"]);
/** What a record never shows. https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html */
const secrets: ReadonlySet<string> = new Set([
  "Plaintext",
  "CiphertextBlob",
  "EncryptedKeyMaterial",
  "ImportToken",
  "GrantToken",
  "GrantTokens",
]);

/** The members of a JSON call or reply as CloudTrail names them: `KeyId` is `keyId`, `AWSAccountId` is `aWSAccountId`. */
export function lowerCamelMembers(members: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(members)
      .filter(([name, value]) => !secrets.has(name) && value !== null && value !== undefined)
      .map(([name, value]) => [lowerCamel(name), lowerCamelValue(name, value)]),
  );
}

export function lowerCamel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function lowerCamelValue(name: string, value: unknown): unknown {
  if (dates.has(name) && typeof value === "number") return localeDate(new Date(value * 1_000));
  if (Array.isArray(value)) return value.map((element) => lowerCamelValue("", element));
  if (typeof value !== "object" || maps.has(name)) return value;
  return lowerCamelMembers(asObject(value));
}
