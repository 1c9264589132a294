import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Signatures } from "../remediation/decision/decision.ts";

/** A short key can be guessed from what it signed. */
export class SigningKeyError extends Error {
  override readonly name = "SigningKeyError";
  readonly code = "E_SIGNING_KEY";
}

/** As many characters as the hash has bytes. https://www.rfc-editor.org/rfc/rfc2104#section-3 */
const leastCharacters = 32;

/**
 * Signs by HMAC-SHA256 with a key that is read when it is first needed.
 * https://www.rfc-editor.org/rfc/rfc2104
 */
export function makeHmacSignatures(readKey: () => Promise<string>): Signatures {
  const mac = async (text: string): Promise<Buffer> => {
    const key = await readKey();
    if (key.length < leastCharacters) {
      throw new SigningKeyError(`the key for signing needs at least ${leastCharacters} characters`);
    }
    return createHmac("sha256", key).update(text).digest();
  };
  return {
    digest: (text) => createHash("sha256").update(text).digest("hex"),
    sign: async (text) => (await mac(text)).toString("hex"),
    verify: async (text, signature) => {
      const [expected, given] = [await mac(text), Buffer.from(signature, "hex")];
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
  };
}
