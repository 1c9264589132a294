import type { Grant, IamTag, KeyMetadata, KeyTag, Unreadable, VpcEndpoint } from "./snapshot.ts";

/**
 * What one event did to the account, as typed data: the part of the account that it touched and
 * its new value. Applying a change to a snapshot is pure; what was there before is in the snapshot.
 *
 * Where an event does not tell the new value (request parameters omitted or null), the value is
 * `{ unreadable: reason }` and the live resource has to be read.
 */
export type Change = KeyChange | GrantChange | AliasChange | EndpointChange | IamChange | NoChange;

/** A change to one KMS key, named by its ARN. */
export type KeyChange =
  | {
      readonly kind: "key-tags-set";
      readonly keyArn: string;
      readonly tags: readonly KeyTag[] | Unreadable;
    }
  | {
      readonly kind: "key-tags-removed";
      readonly keyArn: string;
      readonly tagKeys: readonly string[] | Unreadable;
    }
  | {
      readonly kind: "key-policy-put";
      readonly keyArn: string;
      readonly policy: string | Unreadable;
    }
  | {
      readonly kind: "key-state-set";
      readonly keyArn: string;
      readonly keyState: string;
      /** Only a key in one of these states changes; absent: a key in any state. */
      readonly onlyFrom?: readonly string[];
    }
  | {
      readonly kind: "key-created";
      readonly metadata: KeyMetadata;
      /** null: KMS's default key policy. */
      readonly policy: string | null | Unreadable;
      readonly tags: readonly KeyTag[] | Unreadable;
    }
  | { readonly kind: "key-deleted"; readonly keyArn: string }
  | {
      readonly kind: "key-primary-region-set";
      readonly keyArn: string;
      readonly primaryRegion: string;
    };

export type GrantChange =
  | { readonly kind: "grant-created"; readonly keyArn: string; readonly grant: Grant }
  | { readonly kind: "grant-removed"; readonly keyArn: string | null; readonly grantId: string };

/** An alias that came, moved (target is its new key) or went (target is null). */
export type AliasChange = {
  readonly kind: "alias-set";
  readonly aliasName: string;
  /** The key ARN it now points to; null when the alias was deleted. */
  readonly targetKeyArn: string | null;
};

export type EndpointChange =
  | { readonly kind: "endpoint-created"; readonly endpoint: VpcEndpoint }
  | {
      readonly kind: "endpoint-modified";
      readonly vpcEndpointId: string;
      /** The new policy text; "default" after ResetPolicy; absent: not touched. */
      readonly policyDocument?: string | "default" | Unreadable;
      readonly privateDnsEnabled?: boolean;
      readonly addSubnetIds?: readonly string[];
      readonly removeSubnetIds?: readonly string[];
      readonly addSecurityGroupIds?: readonly string[];
      readonly removeSecurityGroupIds?: readonly string[];
      readonly addRouteTableIds?: readonly string[];
      readonly removeRouteTableIds?: readonly string[];
    }
  | { readonly kind: "endpoints-deleted"; readonly vpcEndpointIds: readonly string[] };

/** An IAM identity, named as IAM's API does. */
export interface IamIdentity {
  readonly type: "user" | "group" | "role";
  readonly name: string;
}

export type IamChange =
  | {
      readonly kind: "iam-inline-policy-put";
      readonly identity: IamIdentity;
      readonly policyName: string;
      readonly document: string | Unreadable;
    }
  | {
      readonly kind: "iam-inline-policy-deleted";
      readonly identity: IamIdentity;
      readonly policyName: string;
    }
  | {
      readonly kind: "iam-policy-attached";
      readonly identity: IamIdentity;
      readonly policyArn: string;
    }
  | {
      readonly kind: "iam-policy-detached";
      readonly identity: IamIdentity;
      readonly policyArn: string;
    }
  | {
      readonly kind: "iam-boundary-set";
      readonly identity: IamIdentity;
      /** null: removed. */
      readonly policyArn: string | null;
    }
  | {
      readonly kind: "iam-group-membership";
      readonly userName: string;
      readonly groupName: string;
      readonly member: boolean;
    }
  | {
      readonly kind: "iam-tags-set";
      readonly identity: IamIdentity;
      readonly tags: readonly IamTag[];
    }
  | {
      readonly kind: "iam-tags-removed";
      readonly identity: IamIdentity;
      readonly tagKeys: readonly string[];
    }
  | {
      readonly kind: "iam-trust-policy-put";
      readonly roleName: string;
      readonly document: string | Unreadable;
    }
  | {
      readonly kind: "iam-policy-created";
      readonly arn: string;
      readonly policyName: string;
      readonly document: string | Unreadable;
      readonly versionId: string;
    }
  | { readonly kind: "iam-policy-deleted"; readonly arn: string }
  | {
      readonly kind: "iam-policy-version-created";
      readonly arn: string;
      /** null: the event does not tell it. */
      readonly versionId: string | null;
      readonly document: string | Unreadable;
      readonly setAsDefault: boolean;
    }
  | {
      readonly kind: "iam-policy-version-deleted";
      readonly arn: string;
      readonly versionId: string;
    }
  | {
      readonly kind: "iam-policy-default-version-set";
      readonly arn: string;
      readonly versionId: string;
    }
  | {
      readonly kind: "iam-identity-created";
      readonly identity: IamIdentity;
      readonly arn: string;
      readonly uniqueId?: string;
      readonly path?: string;
      readonly tags?: readonly IamTag[];
      readonly boundaryArn?: string;
      readonly trustPolicy?: string;
    }
  | { readonly kind: "iam-identity-deleted"; readonly identity: IamIdentity };

/** An event of our families that cannot move access (a new key material, a rotation …), with the reason. */
export type NoChange = { readonly kind: "none"; readonly reason: string };
