/**
 * The KMS permissions table: kms/latest/developerguide/kms-api-permissions-reference.
 * Words: category, then `cross` (usable across accounts), `grantable` (a grant operation),
 * `keyless` (no key resource: IAM policies only), `alias` (an alias resource too), then the groups
 * of condition keys and the single keys that only some actions carry.
 */
const table: Record<string, string> = {
  CancelKeyDeletion: "management",
  ConnectCustomKeyStore: "management keyless CallerAccount",
  CreateAlias: "abac-control alias",
  CreateCustomKeyStore: "management keyless CallerAccount",
  CreateGrant:
    "grant cross grantable context GrantConstraintSourceArn GrantConstraintType GranteePrincipal GranteeServicePrincipal GrantIsForAWSResource GrantOperations RetiringPrincipal RetiringServicePrincipal",
  CreateKey:
    "management keyless tags BypassPolicyLockoutSafetyCheck CallerAccount KeySpec KeyUsage KeyOrigin MultiRegion MultiRegionKeyType ViaService aws:ResourceTag/",
  Decapsulate: "crypto cross grantable RequestAlias",
  Decrypt: "crypto cross grantable algorithm context attestation",
  DeleteAlias: "abac-control alias",
  DeleteCustomKeyStore: "management keyless CallerAccount",
  DeleteImportedKeyMaterial: "management",
  DeriveSharedSecret: "crypto cross grantable KeyAgreementAlgorithm RequestAlias attestation",
  DescribeCustomKeyStores: "read keyless CallerAccount",
  DescribeKey: "read cross grantable RequestAlias",
  DisableKey: "management TrailingDaysWithoutKeyUsage",
  DisableKeyRotation: "management",
  DisconnectCustomKeyStore: "management keyless CallerAccount",
  EnableKey: "management",
  EnableKeyRotation: "management RotationPeriodInDays",
  Encapsulate: "crypto cross grantable RequestAlias",
  Encrypt: "crypto cross grantable algorithm context",
  GenerateDataKey: "crypto cross grantable algorithm context attestation",
  GenerateDataKeyPair: "crypto cross grantable algorithm context attestation DataKeyPairSpec",
  GenerateDataKeyPairWithoutPlaintext: "crypto cross grantable algorithm context DataKeyPairSpec",
  GenerateDataKeyWithoutPlaintext: "crypto cross grantable algorithm context",
  GenerateMac: "crypto cross grantable MacAlgorithm RequestAlias",
  GenerateRandom: "crypto keyless attestation",
  GetKeyLastUsage: "read",
  GetKeyPolicy: "read",
  GetKeyRotationStatus: "read cross",
  GetParametersForImport: "management WrappingAlgorithm WrappingKeySpec",
  GetPublicKey: "read cross grantable RequestAlias",
  ImportKeyMaterial: "management ExpirationModel ValidTo",
  ListAliases: "read keyless",
  ListGrants: "read cross GrantIsForAWSResource",
  ListKeyPolicies: "read",
  ListKeyRotations: "read",
  ListKeys: "read keyless",
  ListResourceTags: "read",
  ListRetirableGrants: "read keyless",
  PutKeyPolicy: "permissions BypassPolicyLockoutSafetyCheck",
  ReEncryptFrom: "crypto cross grantable algorithm context ReEncryptOnSameKey",
  ReEncryptTo: "crypto cross grantable algorithm context ReEncryptOnSameKey",
  ReplicateKey: "management ReplicaRegion",
  RetireGrant:
    "grant cross grantable few context GrantConstraintType CallerAccount ResourceAliases aws:ResourceTag/ ViaService",
  RevokeGrant: "grant cross GrantIsForAWSResource",
  RotateKeyOnDemand: "management",
  ScheduleKeyDeletion:
    "management ScheduleKeyDeletionPendingWindowInDays TrailingDaysWithoutKeyUsage",
  Sign: "crypto cross grantable MessageType RequestAlias SigningAlgorithm",
  SynchronizeMultiRegionKey: "management few",
  TagResource: "abac-control tags",
  UntagResource: "abac-control tags",
  UpdateAlias: "abac-control alias",
  UpdateCustomKeyStore: "management keyless CallerAccount",
  UpdateKeyDescription: "management",
  UpdatePrimaryRegion: "management PrimaryRegion",
  Verify: "crypto cross grantable MessageType RequestAlias SigningAlgorithm",
  VerifyMac: "crypto cross grantable MacAlgorithm RequestAlias",
};

const groups: Record<string, string> = {
  algorithm: "EncryptionAlgorithm RequestAlias",
  context: "EncryptionContext: EncryptionContextKeys",
  attestation: "RecipientAttestation:",
  tags: "aws:RequestTag/ aws:TagKeys",
};
const ofEveryKey =
  "CallerAccount KeySpec KeyUsage KeyOrigin MultiRegion MultiRegionKeyType ResourceAliases aws:ResourceTag/ ViaService";

export type Action = {
  name: string;
  category: string;
  has: (word: "cross" | "grantable" | "keyless" | "alias") => boolean;
  carries: (key: string) => boolean;
};

/** The facts of an action such as `kms:Decrypt`; undefined when KMS has no such action. */
export const findAction = (action: string): Action | undefined => {
  const name = action.replace(/^kms:/, "");
  const words = table[name]?.split(" ");
  if (words === undefined) return undefined;
  const plain = words.includes("keyless") || words.includes("few") ? "" : ofEveryKey;
  const keys = [...words.slice(1), ...plain.split(" ")]
    .flatMap((word) => (groups[word] ?? word).split(" "))
    .filter((word) => /^(aws:|[A-Z])/.test(word))
    .map((key) => (key.startsWith("aws:") ? key : `kms:${key}`).toLowerCase());
  return {
    name,
    category: words[0] ?? "",
    has: (word) => words.includes(word),
    carries: (key) => keys.some((own) => (/[:/]$/.test(own) ? key.startsWith(own) : key === own)),
  };
};
