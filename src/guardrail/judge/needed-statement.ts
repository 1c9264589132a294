import type { BlindContext, BlindResource } from "./blind-resource.ts";

/** The permission behind each part. https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html */
const actions: Readonly<Record<string, string>> = {
  metadata: "kms:DescribeKey",
  policy: "kms:GetKeyPolicy",
  tags: "kms:ListResourceTags",
  grants: "kms:ListGrants",
  aliases: "kms:ListAliases",
  list: "kms:ListKeys",
  endpoints: "ec2:DescribeVpcEndpoints",
  inventory: "iam:GetAccountAuthorizationDetails",
};

/** What only a policy of the caller can allow. */
const onlyByIdentity = new Set(["aliases", "list", "endpoints", "inventory"]);

/** The policy statements that would let the guardrail read a resource, and where they belong. */
export function neededStatement(
  { unread }: Pick<BlindResource, "unread">,
  { home, partition, readers }: Pick<BlindContext, "home" | "partition" | "readers">,
): string {
  const parts = Object.keys(unread);
  const inKeyPolicy = actionsOf(parts.filter((part) => !onlyByIdentity.has(part)));
  const byIdentity = actionsOf(parts.filter((part) => onlyByIdentity.has(part)));
  const forKey = {
    Sid: "KmsGuardrailReads",
    Effect: "Allow",
    Principal: { AWS: `arn:${partition}:iam::${home.account}:root` },
    Action: inKeyPolicy,
    Resource: "*",
    Condition: { ArnLike: { "aws:PrincipalArn": readers } },
  };
  const forRoles = { Effect: "Allow", Action: byIdentity, Resource: "*" };
  const texts = [
    ...(inKeyPolicy.length === 0 ? [] : [`in the key policy: ${JSON.stringify(forKey)}`]),
    ...(byIdentity.length === 0
      ? []
      : [`in a policy of the roles \`${readers}\`: ${JSON.stringify(forRoles)}`]),
  ];
  return `${texts.join("; ")}; and no Deny, SCP or boundary that refuses it`;
}

function actionsOf(parts: readonly string[]): readonly string[] {
  return parts.flatMap((part) => actions[part] ?? []).sort();
}
