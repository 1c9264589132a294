import type { AccessRequest } from "../../access/decide/request.ts";
import { parseArn } from "../../account/arn.ts";
import type { KeyTag } from "../../account/snapshot.ts";
import type { RemediationCall } from "../../guardrail/finding/finding.ts";

type Context = AccessRequest["context"];

/**
 * The request that a KMS call of a plan makes, with the context that the call itself tells: it is
 * direct, made through no other service.
 */
export function requestOfCall(
  { operation, input }: RemediationCall,
  principal: string,
  place: { readonly keyArn: string; readonly aliasName: string | null },
): AccessRequest {
  const arn = parseArn(place.keyArn);
  const aliasArn =
    arn === null || place.aliasName === null
      ? null
      : `arn:${arn.partition}:kms:${arn.region}:${arn.account}:${place.aliasName}`;
  return {
    id: null,
    principal,
    action: `kms:${operation}`,
    key: place.keyArn,
    alias: aliasArn,
    grant: (input["GrantId"] as string | undefined) ?? null,
    via: null,
    context: { "kms:ViaService": null, ...contextOfCall(operation, input) },
    contextComplete: false,
    sessionPolicies: null,
    expect: null,
  };
}

function contextOfCall(operation: string, input: RemediationCall["input"]): Context {
  switch (operation) {
    case "TagResource": {
      const tags = (input["Tags"] ?? []) as readonly KeyTag[];
      const values = tags.map(({ TagKey, TagValue }) => [`aws:RequestTag/${TagKey}`, TagValue]);
      return {
        ...Object.fromEntries(values),
        "aws:TagKeys": tags.map(({ TagKey }) => TagKey),
      };
    }
    case "UntagResource":
      return { "aws:TagKeys": (input["TagKeys"] ?? []) as readonly string[] };
    case "PutKeyPolicy":
      return { "kms:BypassPolicyLockoutSafetyCheck": "false" };
    case "CreateGrant":
      return grantContext(input);
    default:
      return {};
  }
}

function grantContext(input: RemediationCall["input"]): Context {
  const text = (member: string): string | null => (input[member] as string | undefined) ?? null;
  const constraints = Object.keys((input["Constraints"] ?? {}) as object);
  const type = constraints.find((name) => name.startsWith("EncryptionContext")) ?? null;
  return {
    "kms:GrantOperations": (input["Operations"] ?? []) as readonly string[],
    "kms:GranteePrincipal": text("GranteePrincipal"),
    "kms:GranteeServicePrincipal": text("GranteeServicePrincipal"),
    "kms:RetiringPrincipal": text("RetiringPrincipal"),
    "kms:RetiringServicePrincipal": text("RetiringServicePrincipal"),
    "kms:GrantConstraintType": type,
  };
}
