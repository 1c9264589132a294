import { findGroup, findRole, findUser } from "../../account/apply/iam-identity.ts";
import { parseArn } from "../../account/arn.ts";
import { isUnknown } from "../../account/attributes/attribute-value.ts";
import { heldDetails } from "../../account/attributes/held-details.ts";
import type { Change, IamIdentity } from "../../account/change.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import { findAliasHolder } from "../../kms/world/find-key.ts";
import type { World } from "../../kms/world/world.ts";

export interface FindingResource {
  readonly type: string;
  readonly arn: string;
}

const IAM_TYPES = {
  user: "AWS::IAM::User",
  role: "AWS::IAM::Role",
  group: "AWS::IAM::Group",
} as const;

/** The resource that an event is about, by CloudFormation's type names. */
export function resourceOfEvent(
  changes: readonly Change[],
  event: TrailEvent,
  before: World,
): FindingResource {
  const [change] = changes;
  const partition = before.snapshots[0]?.partition ?? "aws";
  const account = event.recipientAccountId;
  const endpoint = (id: string): FindingResource => ({
    type: "AWS::EC2::VPCEndpoint",
    arn: `arn:${partition}:ec2:${event.awsRegion}:${account}:vpc-endpoint/${id}`,
  });
  const key = (arn: string): FindingResource => ({ type: "AWS::KMS::Key", arn });
  const alias = (name: string): FindingResource => ({
    type: "AWS::KMS::Alias",
    arn: `arn:${partition}:kms:${event.awsRegion}:${account}:${name}`,
  });
  if (change === undefined)
    return { type: "AWS::IAM::Policy", arn: `arn:${partition}:iam::${account}:root` };
  switch (change.kind) {
    case "endpoint-created":
      return endpoint(change.endpoint.VpcEndpointId);
    case "endpoint-modified":
      return endpoint(change.vpcEndpointId);
    case "endpoints-deleted":
      return endpoint(change.vpcEndpointIds[0] ?? "unknown");
    case "key-created":
      return key(change.metadata.Arn);
    case "alias-set": {
      const place = { account, region: event.awsRegion };
      const holder = change.targetKeyArn ?? findAliasHolder(before, change.aliasName, place)?.arn;
      return holder === undefined ? alias(change.aliasName) : key(holder);
    }
    case "none":
      return {
        type: "AWS::KMS::Key",
        arn: `arn:${partition}:kms:${event.awsRegion}:${account}:key/unknown`,
      };
    default:
      if ("keyArn" in change)
        return key(
          change.keyArn ?? `arn:${partition}:kms:${event.awsRegion}:${account}:key/unknown`,
        );
      return iamResource(change, before, { partition, account });
  }
}

function iamResource(
  change: Extract<Change, { readonly kind: `iam-${string}` }>,
  before: World,
  { partition, account }: { readonly partition: string; readonly account: string },
): FindingResource {
  if ("arn" in change && parseArn(change.arn)?.resource.startsWith("policy/")) {
    return { type: "AWS::IAM::ManagedPolicy", arn: change.arn };
  }
  if ("arn" in change) {
    return {
      type: "identity" in change ? IAM_TYPES[change.identity.type] : "AWS::IAM::ManagedPolicy",
      arn: change.arn,
    };
  }
  const identity =
    "identity" in change
      ? change.identity
      : "roleName" in change
        ? ({ type: "role", name: change.roleName } as const)
        : ({ type: "user", name: change.userName } as const);
  const arn =
    heldArn(before, account, identity) ??
    `arn:${partition}:iam::${account}:${identity.type}/${identity.name}`;
  return { type: IAM_TYPES[identity.type], arn };
}

/** The ARN with its path, which a record of IAM does not tell. */
function heldArn(
  { snapshots }: World,
  account: string,
  { type, name }: IamIdentity,
): string | undefined {
  const find = { user: findUser, group: findGroup, role: findRole }[type];
  for (const snapshot of snapshots) {
    const details = heldDetails(snapshot);
    if (snapshot.account !== account || isUnknown(details)) continue;
    const found = find(details, name);
    if (found !== undefined) return found.Arn;
  }
  return undefined;
}
