import { readDocument } from "../../account/policy-document.ts";
import { isUnreadable } from "../../account/snapshot.ts";
import type { Compiler } from "../../kms/compiler.ts";
import { malformedDocument } from "./malformed-document.ts";

const mostCharacters = 20_480;

/**
 * Why EC2 would refuse an endpoint policy.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export function endpointPolicyRefusals(
  text: string | undefined,
  compiler: Compiler,
): readonly string[] {
  if (text === undefined) return [];
  const document = readDocument(text);
  if (isUnreadable(document)) return [`the endpoint policy cannot be read: ${document.unreadable}`];
  const malformed = malformedDocument(document.json, "vpc-endpoint-policy", compiler);
  if (malformed !== null) return [`the endpoint policy is malformed: ${malformed}`];
  const { length } = text;
  return length > mostCharacters
    ? [`the endpoint policy has ${length} characters, more than ${mostCharacters}`]
    : [];
}
