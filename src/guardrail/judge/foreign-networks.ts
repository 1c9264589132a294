import { mentionsOf } from "../../access/who-can/named-by-keys.ts";
import type { Change } from "../../account/change.ts";
import { defaultVersion } from "../../account/default-version.ts";
import { type DocumentJson, isDeleted, isUnreadable } from "../../account/snapshot.ts";
import type { Unknown } from "../../kms/decision.ts";
import type { World } from "../../kms/world/world.ts";
import type { PolicyType } from "../../policy/statement-elements.ts";

/**
 * What a policy that was put says of networks: an endpoint or a VPC that the account does not have is
 * somebody else's, and calls of AWS services on somebody's behalf come from no network of ours.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcevpce
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 */
export function foreignNetworkNotes(changes: readonly Change[], world: World): readonly Unknown[] {
  const named = new Set(changes.flatMap((change) => networksIn(change, world)));
  if (named.size === 0) return [];
  const own = ownNetworks(world);
  if (own === null) {
    return [
      SERVICE_CALLS,
      {
        code: "endpointsUnknown",
        text: `whether ${listed([...named])} is the account's is not known: its VPC endpoints are not in the snapshot`,
      },
    ];
  }
  const foreign = [...named].filter((id) => !own.has(id));
  return [SERVICE_CALLS, ...foreign.map(foreignNote)];
}

const SERVICE_CALLS: Unknown = {
  code: "serviceCallsCarryNoNetwork",
  text: "calls that AWS services make on a principal's behalf carry neither aws:SourceVpce nor aws:SourceVpc: the condition fails for them, and a Deny with a negated operator denies them",
};

function foreignNote(id: string): Unknown {
  return {
    code: "foreignEndpoint",
    text: id.startsWith("vpce-")
      ? `the policy names the VPC endpoint \`${id}\`, which the account does not have: requests from somebody else's network may meet the condition`
      : `the policy names the VPC \`${id}\`, in which the account has no VPC endpoint: requests from somebody else's network may meet the condition`,
  };
}

function listed(ids: readonly string[]): string {
  return ids.map((id) => `\`${id}\``).join(", ");
}

/** The endpoints that are there and their VPCs; null: some Region's are not known. */
function ownNetworks({ snapshots }: World): ReadonlySet<string> | null {
  const ids = new Set<string>();
  for (const { vpcEndpoints } of snapshots) {
    if (vpcEndpoints === undefined || isUnreadable(vpcEndpoints)) return null;
    for (const endpoint of vpcEndpoints) {
      if (isDeleted(endpoint)) continue;
      ids.add(endpoint.VpcEndpointId);
      if (endpoint.VpcId !== undefined) ids.add(endpoint.VpcId);
    }
  }
  return ids;
}

function networksIn(change: Change, world: World): readonly string[] {
  const put = documentOf(change, world);
  if (put === null) return [];
  return mentionsOf(world, world.compiler.policy(put.document, put.type)).networks;
}

/** The document that a change puts in force; null: it puts none, or the inventory does not have it. */
function documentOf(
  change: Change,
  world: World,
): { readonly document: DocumentJson; readonly type: PolicyType } | null {
  switch (change.kind) {
    case "key-policy-put":
      return { document: change.policy, type: "key-policy" };
    case "key-created":
      return change.policy === null ? null : { document: change.policy, type: "key-policy" };
    case "iam-inline-policy-put":
    case "iam-policy-created":
    case "iam-policy-version-created":
      return { document: change.document, type: "identity-policy" };
    case "iam-policy-attached":
    case "iam-boundary-set":
      return change.policyArn === null ? null : managedPolicy(change.policyArn, world);
    case "iam-policy-default-version-set":
      return managedPolicy(change.arn, world);
    default:
      return null;
  }
}

function managedPolicy(arn: string, { snapshots }: World): ReturnType<typeof documentOf> {
  for (const { authorizationDetails: details } of snapshots) {
    if (details === undefined || isUnreadable(details)) continue;
    const policy = details.Policies?.find(({ Arn }) => Arn === arn);
    const document = policy === undefined ? undefined : defaultVersion(policy)?.Document;
    if (document !== undefined) return { document, type: "identity-policy" };
  }
  return null;
}
