/**
 * The account snapshot: what the guardrail knows of one account in one Region at a moment,
 * made of AWS API responses as the AWS CLI prints them. The JSON itself is the state: a change
 * makes a new snapshot that shares every part it did not touch, so identity of a part tells
 * whether it changed.
 */

/** A part that could not be read, with the reason (an AWS error code) in its place. */
export interface Unreadable {
  readonly unreadable: string;
}

/** A policy document: a JSON object, its text, or the URL-encoded text that the IAM API returns. */
export type DocumentJson = string | { readonly [element: string]: unknown } | Unreadable;

/** `kms describe-key .KeyMetadata`; a member that is missing is unknown, never a default. */
export interface KeyMetadata {
  readonly Arn: string;
  readonly KeyId?: string;
  readonly AWSAccountId?: string;
  readonly Enabled?: boolean;
  readonly KeyState?: string;
  readonly KeySpec?: string;
  readonly CustomerMasterKeySpec?: string;
  readonly KeyUsage?: string;
  readonly KeyManager?: string;
  readonly Origin?: string;
  readonly MultiRegion?: boolean;
  readonly MultiRegionConfiguration?: {
    readonly MultiRegionKeyType?: string;
    readonly PrimaryKey?: { readonly Arn?: string; readonly Region?: string };
    readonly ReplicaKeys?: readonly { readonly Arn?: string; readonly Region?: string }[];
  };
  readonly [member: string]: unknown;
}

export interface KeyTag {
  readonly TagKey: string;
  readonly TagValue: string;
}

export interface KeyAlias {
  readonly AliasName: string;
  readonly AliasArn?: string;
  readonly TargetKeyId?: string;
  readonly [member: string]: unknown;
}

/** `kms list-grants .Grants[]`. */
export interface Grant {
  readonly GrantId: string;
  readonly KeyId?: string;
  readonly Name?: string;
  readonly GranteePrincipal?: string;
  readonly GranteeServicePrincipal?: string;
  readonly RetiringPrincipal?: string;
  readonly RetiringServicePrincipal?: string;
  readonly IssuingAccount?: string;
  readonly Operations?: readonly string[];
  readonly Constraints?: {
    readonly EncryptionContextEquals?: Readonly<Record<string, string>>;
    readonly EncryptionContextSubset?: Readonly<Record<string, string>>;
    readonly SourceArn?: string;
  };
  readonly [member: string]: unknown;
}

/** One KMS key with all that decides who may use it. */
export interface SnapshotKey {
  readonly metadata: KeyMetadata;
  readonly policy?: DocumentJson;
  readonly tags?: readonly KeyTag[] | Unreadable;
  readonly aliases?: readonly KeyAlias[] | Unreadable;
  readonly grants?: readonly Grant[] | Unreadable;
}

export interface IamTag {
  readonly Key: string;
  readonly Value: string;
}

export interface InlinePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: DocumentJson;
}

export interface AttachedPolicy {
  readonly PolicyName?: string;
  readonly PolicyArn: string;
}

export interface PermissionsBoundary {
  readonly PermissionsBoundaryType?: string;
  readonly PermissionsBoundaryArn: string;
}

export interface UserDetail {
  readonly UserName: string;
  readonly Arn: string;
  readonly UserId?: string;
  readonly Path?: string;
  readonly UserPolicyList?: readonly InlinePolicy[] | Unreadable;
  readonly GroupList?: readonly string[] | Unreadable;
  readonly AttachedManagedPolicies?: readonly AttachedPolicy[] | Unreadable;
  readonly PermissionsBoundary?: PermissionsBoundary | Unreadable;
  readonly Tags?: readonly IamTag[] | Unreadable;
  readonly [member: string]: unknown;
}

export interface GroupDetail {
  readonly GroupName: string;
  readonly Arn: string;
  readonly GroupId?: string;
  readonly Path?: string;
  readonly GroupPolicyList?: readonly InlinePolicy[] | Unreadable;
  readonly AttachedManagedPolicies?: readonly AttachedPolicy[] | Unreadable;
  readonly [member: string]: unknown;
}

export interface RoleDetail {
  readonly RoleName: string;
  readonly Arn: string;
  readonly RoleId?: string;
  readonly Path?: string;
  readonly AssumeRolePolicyDocument?: DocumentJson;
  readonly RolePolicyList?: readonly InlinePolicy[] | Unreadable;
  readonly AttachedManagedPolicies?: readonly AttachedPolicy[] | Unreadable;
  readonly PermissionsBoundary?: PermissionsBoundary | Unreadable;
  readonly Tags?: readonly IamTag[] | Unreadable;
  readonly [member: string]: unknown;
}

export interface ManagedPolicyVersion {
  readonly VersionId: string;
  readonly IsDefaultVersion?: boolean;
  readonly Document?: DocumentJson;
  readonly [member: string]: unknown;
}

export interface ManagedPolicyDetail {
  readonly PolicyName?: string;
  readonly Arn: string;
  readonly DefaultVersionId?: string;
  readonly PolicyVersionList?: readonly ManagedPolicyVersion[] | Unreadable;
  readonly [member: string]: unknown;
}

/** `iam get-account-authorization-details`, all pages merged. */
export interface AuthorizationDetails {
  readonly UserDetailList?: readonly UserDetail[];
  readonly GroupDetailList?: readonly GroupDetail[];
  readonly RoleDetailList?: readonly RoleDetail[];
  readonly Policies?: readonly ManagedPolicyDetail[];
}

export interface OrganizationPolicy {
  readonly name: string;
  readonly document: DocumentJson;
}

/** Levels of policies, root first; every level must allow. */
export type PolicyLevels = readonly (readonly OrganizationPolicy[] | Unreadable)[];

export interface Organization {
  readonly id?: string;
  readonly path?: string;
  readonly managementAccount?: string;
  readonly serviceControlPolicies?: PolicyLevels | Unreadable;
  readonly resourceControlPolicies?: PolicyLevels | Unreadable;
}

export interface OtherAccount {
  readonly account: string;
  readonly authorizationDetails?: AuthorizationDetails | Unreadable;
  readonly organization?: Organization | Unreadable;
}

/** `ec2 describe-vpc-endpoints .VpcEndpoints[]`. */
export interface VpcEndpoint {
  readonly VpcEndpointId: string;
  readonly VpcEndpointType?: string;
  readonly VpcId?: string;
  readonly ServiceName?: string;
  readonly State?: string;
  readonly PolicyDocument?: DocumentJson;
  readonly OwnerId?: string;
  readonly PrivateDnsEnabled?: boolean;
  readonly SubnetIds?: readonly string[];
  readonly RouteTableIds?: readonly string[];
  readonly Groups?: readonly { readonly GroupId?: string; readonly GroupName?: string }[];
  readonly [member: string]: unknown;
}

/** One account in one Region. */
export interface Snapshot {
  readonly schemaVersion: 1;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly capturedAt?: string;
  readonly organization?: Organization | Unreadable;
  readonly authorizationDetails?: AuthorizationDetails | Unreadable;
  readonly otherAccounts?: readonly OtherAccount[];
  readonly keys: readonly SnapshotKey[] | Unreadable;
  readonly vpcEndpoints?: readonly VpcEndpoint[] | Unreadable;
  readonly vpcEndpointServices?: readonly { readonly [member: string]: unknown }[] | Unreadable;
}

/** Whether a VPC endpoint is described as deleted: no request passes it any more. */
export function isDeleted(endpoint: VpcEndpoint): boolean {
  return endpoint.State?.toLowerCase() === "deleted";
}

/** Whether a part of a snapshot stands as unreadable. */
export function isUnreadable(part: unknown): part is Unreadable {
  return (
    typeof part === "object" &&
    part !== null &&
    typeof (part as { unreadable?: unknown }).unreadable === "string"
  );
}
