import type { KeyMetadata } from "../../account/snapshot.ts";
import { type KeyType, keyTypeOf } from "../../kms/key/key-type.ts";

const longestName = 256;

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
export function aliasNameRefusals(name: string): readonly string[] {
  const reasons: string[] = [];
  if (!/^alias\/[\w/-]+$/.test(name)) {
    reasons.push(
      `\`${name}\` is no alias name: \`alias/\` and then letters, digits, \`/\`, \`_\` or \`-\``,
    );
  }
  if (name.startsWith("alias/aws/")) {
    reasons.push(`\`${name}\` is reserved for AWS managed keys`);
  }
  if (name.length > longestName)
    reasons.push(`the alias name is longer than ${longestName} characters`);
  return reasons;
}

/**
 * An alias moves only between keys of one type and one usage; what a snapshot leaves open refuses
 * nothing.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html
 */
export function movedAliasRefusals(from: KeyMetadata, to: KeyMetadata): readonly string[] {
  const reasons: string[] = [];
  const [oldUsage, newUsage] = [from.KeyUsage, to.KeyUsage];
  if (oldUsage !== undefined && newUsage !== undefined && oldUsage !== newUsage) {
    reasons.push(`the alias is of a key for ${oldUsage}, the new key is for ${newUsage}`);
  }
  const [oldType, newType] = [keyTypeOf(from), keyTypeOf(to)];
  if (oldType !== null && newType !== null && oldType !== newType) {
    reasons.push(`the alias is of ${SHOWN[oldType]} key, the new key is ${SHOWN[newType]} one`);
  }
  return reasons;
}

const SHOWN: Readonly<Record<KeyType, string>> = {
  asymmetric: "an asymmetric",
  HMAC: "an HMAC",
  symmetric: "a symmetric encryption",
};
