/** What an action acts on: a key, an alias and its keys, or nothing that policies can name. */
export type ActionResource = "key" | "alias" | "none";

/** The classes of actions by what they give: findings are rated by them. */
export type ActionCategory =
  | "crypto"
  | "grant"
  | "abac-control"
  | "permissions"
  | "management"
  | "read";

export interface KmsAction {
  /** Without its prefix: `Decrypt`. */
  readonly name: string;
  readonly resource: ActionResource;
  /** Whether KMS performs it on a key of another account. */
  readonly crossAccount: boolean;
  readonly category: ActionCategory;
  /** Whether a grant may give it. */
  readonly grantable: boolean;
  /** Whether it carries the context keys that every operation on a key carries. */
  readonly keyContext: boolean;
  /** The further context keys that it carries; a name that ends in a template stands for a family. */
  readonly contextKeys: readonly string[];
}

/** The context keys of every operation on a key. */
export const KEY_CONTEXT: readonly string[] = [
  "kms:CallerAccount",
  "kms:KeySpec",
  "kms:KeyUsage",
  "kms:KeyOrigin",
  "kms:MultiRegion",
  "kms:MultiRegionKeyType",
  "kms:ResourceAliases",
  "aws:ResourceTag/${TagKey}",
  "kms:ViaService",
];

const SYMMETRIC = [
  "kms:EncryptionAlgorithm",
  "kms:EncryptionContext:${ContextKey}",
  "kms:EncryptionContextKeys",
  "kms:RequestAlias",
];
const ATTESTATION = [
  "kms:RecipientAttestation:ImageSha384",
  "kms:RecipientAttestation:NitroTPMPCR${N}",
  "kms:RecipientAttestation:PCR${N}",
];

type Traits = "crossAccount" | "grantable" | "keyContext";

function actions(
  names: string,
  resource: ActionResource,
  category: ActionCategory,
  traits: readonly Traits[],
  contextKeys: readonly string[] = [],
): readonly KmsAction[] {
  return names.split(" ").map((name) => ({
    name,
    resource,
    category,
    crossAccount: traits.includes("crossAccount"),
    grantable: traits.includes("grantable"),
    keyContext: traits.includes("keyContext"),
    contextKeys,
  }));
}

/**
 * Every KMS action, with what it acts on and which context keys it carries.
 * https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 */
export const KMS_ACTIONS: readonly KmsAction[] = [
  ...actions(
    "CancelKeyDeletion DeleteImportedKeyMaterial DisableKeyRotation EnableKey RotateKeyOnDemand UpdateKeyDescription",
    "key",
    "management",
    ["keyContext"],
  ),
  ...actions(
    "ConnectCustomKeyStore CreateCustomKeyStore DeleteCustomKeyStore DisconnectCustomKeyStore UpdateCustomKeyStore",
    "none",
    "management",
    [],
    ["kms:CallerAccount"],
  ),
  ...actions("CreateAlias DeleteAlias UpdateAlias", "alias", "abac-control", ["keyContext"]),
  ...actions(
    "CreateGrant",
    "key",
    "grant",
    ["crossAccount", "grantable", "keyContext"],
    [
      "kms:EncryptionContext:${ContextKey}",
      "kms:EncryptionContextKeys",
      "kms:GrantConstraintSourceArn",
      "kms:GrantConstraintType",
      "kms:GrantIsForAWSResource",
      "kms:GrantOperations",
      "kms:GranteePrincipal",
      "kms:GranteeServicePrincipal",
      "kms:RetiringPrincipal",
      "kms:RetiringServicePrincipal",
    ],
  ),
  ...actions(
    "CreateKey",
    "none",
    "management",
    [],
    [
      "aws:RequestTag/${TagKey}",
      "aws:ResourceTag/${TagKey}",
      "aws:TagKeys",
      "kms:BypassPolicyLockoutSafetyCheck",
      "kms:CallerAccount",
      "kms:KeyOrigin",
      "kms:KeySpec",
      "kms:KeyUsage",
      "kms:MultiRegion",
      "kms:MultiRegionKeyType",
      "kms:ViaService",
    ],
  ),
  ...actions(
    "Decapsulate Encapsulate",
    "key",
    "crypto",
    ["crossAccount", "grantable", "keyContext"],
    ["kms:RequestAlias"],
  ),
  ...actions(
    "Decrypt GenerateDataKey",
    "key",
    "crypto",
    ["crossAccount", "grantable", "keyContext"],
    [...SYMMETRIC, ...ATTESTATION],
  ),
  ...actions(
    "DeriveSharedSecret",
    "key",
    "crypto",
    ["crossAccount", "grantable", "keyContext"],
    [...ATTESTATION, "kms:KeyAgreementAlgorithm", "kms:RequestAlias"],
  ),
  ...actions("DescribeCustomKeyStores", "none", "read", [], ["kms:CallerAccount"]),
  ...actions(
    "DescribeKey GetPublicKey",
    "key",
    "read",
    ["crossAccount", "grantable", "keyContext"],
    ["kms:RequestAlias"],
  ),
  ...actions(
    "DisableKey",
    "key",
    "management",
    ["keyContext"],
    ["kms:TrailingDaysWithoutKeyUsage"],
  ),
  ...actions(
    "EnableKeyRotation",
    "key",
    "management",
    ["keyContext"],
    ["kms:RotationPeriodInDays"],
  ),
  ...actions(
    "Encrypt GenerateDataKeyWithoutPlaintext",
    "key",
    "crypto",
    ["crossAccount", "grantable", "keyContext"],
    [...SYMMETRIC],
  ),
  ...actions(
    "GenerateDataKeyPair",
    "key",
    "crypto",
    ["crossAccount", "grantable", "keyContext"],
    [...SYMMETRIC, ...ATTESTATION, "kms:DataKeyPairSpec"],
  ),
  ...actions(
    "GenerateDataKeyPairWithoutPlaintext",
    "key",
    "crypto",
    ["crossAccount", "grantable", "keyContext"],
    [...SYMMETRIC, "kms:DataKeyPairSpec"],
  ),
  ...actions(
    "GenerateMac VerifyMac",
    "key",
    "crypto",
    ["crossAccount", "grantable", "keyContext"],
    ["kms:MacAlgorithm", "kms:RequestAlias"],
  ),
  ...actions("GenerateRandom", "none", "crypto", [], [...ATTESTATION]),
  ...actions(
    "GetKeyLastUsage GetKeyPolicy ListKeyPolicies ListKeyRotations ListResourceTags",
    "key",
    "read",
    ["keyContext"],
  ),
  ...actions("GetKeyRotationStatus", "key", "read", ["crossAccount", "keyContext"]),
  ...actions(
    "GetParametersForImport",
    "key",
    "management",
    ["keyContext"],
    ["kms:WrappingAlgorithm", "kms:WrappingKeySpec"],
  ),
  ...actions(
    "ImportKeyMaterial",
    "key",
    "management",
    ["keyContext"],
    ["kms:ExpirationModel", "kms:ValidTo"],
  ),
  ...actions("ListAliases ListKeys ListRetirableGrants", "none", "read", []),
  ...actions(
    "ListGrants",
    "key",
    "read",
    ["crossAccount", "keyContext"],
    ["kms:GrantIsForAWSResource"],
  ),
  ...actions(
    "PutKeyPolicy",
    "key",
    "permissions",
    ["keyContext"],
    ["kms:BypassPolicyLockoutSafetyCheck"],
  ),
  ...actions(
    "ReEncryptFrom ReEncryptTo",
    "key",
    "crypto",
    ["crossAccount", "grantable", "keyContext"],
    [...SYMMETRIC, "kms:ReEncryptOnSameKey"],
  ),
  ...actions("ReplicateKey", "key", "management", ["keyContext"], ["kms:ReplicaRegion"]),
  ...actions(
    "RetireGrant",
    "key",
    "grant",
    ["crossAccount", "grantable"],
    [
      "aws:ResourceTag/${TagKey}",
      "kms:CallerAccount",
      "kms:EncryptionContext:${ContextKey}",
      "kms:EncryptionContextKeys",
      "kms:GrantConstraintType",
      "kms:ResourceAliases",
      "kms:ViaService",
    ],
  ),
  ...actions(
    "RevokeGrant",
    "key",
    "grant",
    ["crossAccount", "keyContext"],
    ["kms:GrantIsForAWSResource"],
  ),
  ...actions(
    "ScheduleKeyDeletion",
    "key",
    "management",
    ["keyContext"],
    ["kms:ScheduleKeyDeletionPendingWindowInDays", "kms:TrailingDaysWithoutKeyUsage"],
  ),
  ...actions(
    "Sign Verify",
    "key",
    "crypto",
    ["crossAccount", "grantable", "keyContext"],
    ["kms:MessageType", "kms:RequestAlias", "kms:SigningAlgorithm"],
  ),
  ...actions("SynchronizeMultiRegionKey", "key", "management", []),
  ...actions(
    "TagResource UntagResource",
    "key",
    "abac-control",
    ["keyContext"],
    ["aws:RequestTag/${TagKey}", "aws:TagKeys"],
  ),
  ...actions("UpdatePrimaryRegion", "key", "management", ["keyContext"], ["kms:PrimaryRegion"]),
];
