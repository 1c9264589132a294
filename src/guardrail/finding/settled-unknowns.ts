import type { AttributeChange } from "./finding.ts";

/** The unknown parts that belong to an attribute, by the beginning of their text. */
const UNKNOWN_OF: readonly { readonly attribute: RegExp; readonly text: RegExp }[] = [
  { attribute: /^policy$/, text: /^unknown\(policyUnreadable:key-policy / },
  { attribute: /^tag:/, text: /^unknown\(keyTagsUnreadable:/ },
  { attribute: /^alias:/, text: /^unknown\(keyAliasesUnreadable:/ },
  { attribute: /^grant:/, text: /^unknown\(policyUnreadable:the key's grants/ },
  { attribute: /^endpointPolicy$/, text: /^unknown\(policyUnreadable:vpc-endpoint-policy / },
  { attribute: /^multiRegionKeyType$/, text: /^unknown\(keyMetadataUnknown:/ },
  { attribute: /^keyState$/, text: /^unknown\(keyStateUnknown:/ },
  {
    attribute: /^(inlinePolicy|attachedPolicy|policyVersion|policyDocument|group)/,
    text: /^unknown\(policyUnreadable:identity-policy /,
  },
  { attribute: /^permissionsBoundary$/, text: /^unknown\(policyUnreadable:permissions-boundary / },
  { attribute: /^principalTag:/, text: /^unknown\(principalTagsUnreadable:/ },
];

export function isUnknownValue(value: unknown): value is { readonly unknown: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { unknown?: unknown }).unknown === "string"
  );
}

/** Tells of an unknown part whether it became known, or unknown, by the event itself. */
export function settledBy(
  attributes: readonly AttributeChange[],
): (unknownText: string) => boolean {
  const patterns = attributes
    .filter(({ before, after }) => isUnknownValue(before) || isUnknownValue(after))
    .flatMap(({ attribute }) =>
      UNKNOWN_OF.filter((one) => one.attribute.test(attribute)).map(({ text }) => text),
    );
  return (text) => patterns.some((pattern) => pattern.test(text));
}
