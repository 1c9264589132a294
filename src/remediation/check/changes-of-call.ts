import { parseArn } from "../../account/arn.ts";
import type { Change } from "../../account/change.ts";
import type { Grant, KeyTag } from "../../account/snapshot.ts";
import type { RemediationCall } from "../../guardrail/finding/finding.ts";
import { endpointChangeOfCall } from "./endpoint-change-of-call.ts";

type Input = RemediationCall["input"];

/**
 * What a call of a plan does to the account, as the same typed change that its CloudTrail record
 * would tell; null for a call that no plan is simulated with.
 */
export function changesOfCall({ service, operation, input }: RemediationCall): Change | null {
  if (service === "kms") return kmsChange(operation, input);
  return service === "ec2" ? endpointChangeOfCall(operation, input) : null;
}

function kmsChange(operation: string, input: Input): Change | null {
  const keyArn = input["KeyId"] as string;
  const aliasName = input["AliasName"] as string;
  switch (operation) {
    case "TagResource":
      return { kind: "key-tags-set", keyArn, tags: input["Tags"] as readonly KeyTag[] };
    case "UntagResource":
      return { kind: "key-tags-removed", keyArn, tagKeys: input["TagKeys"] as readonly string[] };
    case "CreateAlias":
    case "UpdateAlias":
      return { kind: "alias-set", aliasName, targetKeyArn: input["TargetKeyId"] as string };
    case "DeleteAlias":
      return { kind: "alias-set", aliasName, targetKeyArn: null };
    case "PutKeyPolicy":
      return { kind: "key-policy-put", keyArn, policy: input["Policy"] as string };
    case "CreateGrant":
      return { kind: "grant-created", keyArn, grant: grantOf(input) };
    case "RevokeGrant":
      return { kind: "grant-removed", keyArn, grantId: input["GrantId"] as string };
    case "EnableKey":
      return { kind: "key-state-set", keyArn, keyState: "Enabled" };
    case "DisableKey":
    case "CancelKeyDeletion":
      return { kind: "key-state-set", keyArn, keyState: "Disabled" };
    default:
      return null;
  }
}

/**
 * The grant that CreateGrant makes, issued by the key's own account; KMS gives it its id, so here
 * it has one of its contents.
 */
function grantOf(input: Input): Grant {
  const arn = parseArn(String(input["KeyId"]));
  const issuer =
    arn === null ? {} : { IssuingAccount: `arn:${arn.partition}:iam::${arn.account}:root` };
  return { ...(input as Partial<Grant>), ...issuer, GrantId: `new:${JSON.stringify(input)}` };
}
