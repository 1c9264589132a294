/**
 * The context keys that hold several values: they must be used with a set operator.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
const MULTIVALUED = new Set([
  "aws:calledvia",
  "aws:principalorgpaths",
  "aws:principalservicenameslist",
  "aws:resourceorgpaths",
  "aws:sourceorgpaths",
  "aws:tagkeys",
  "aws:vpceorgpaths",
  "kms:encryptioncontextkeys",
  "kms:grantoperations",
  "kms:resourcealiases",
]);

/** Whether the context key (in lower case) holds several values. */
export function isMultivalued(contextKey: string): boolean {
  return MULTIVALUED.has(contextKey);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
const CANONICAL = [
  "aws:AssumedRoot",
  "aws:CalledVia",
  "aws:CalledViaAWSMCP",
  "aws:CalledViaFirst",
  "aws:CalledViaLast",
  "aws:CurrentTime",
  "aws:Ec2InstanceSourcePrivateIPv4",
  "aws:Ec2InstanceSourceVpc",
  "aws:EpochTime",
  "aws:FederatedProvider",
  "aws:IsMcpServiceAction",
  "aws:MultiFactorAuthAge",
  "aws:MultiFactorAuthPresent",
  "aws:PrincipalAccount",
  "aws:PrincipalArn",
  "aws:PrincipalIsAWSService",
  "aws:PrincipalOrgID",
  "aws:PrincipalOrgPaths",
  "aws:PrincipalServiceName",
  "aws:PrincipalServiceNamesList",
  "aws:PrincipalType",
  "aws:Referer",
  "aws:RequestedRegion",
  "aws:ResourceAccount",
  "aws:ResourceOrgID",
  "aws:ResourceOrgPaths",
  "aws:SecureTransport",
  "aws:SignInSessionArn",
  "aws:SourceAccount",
  "aws:SourceArn",
  "aws:SourceIdentity",
  "aws:SourceIp",
  "aws:SourceOrgID",
  "aws:SourceOrgPaths",
  "aws:SourceVpc",
  "aws:SourceVpcArn",
  "aws:SourceVpce",
  "aws:TagKeys",
  "aws:TokenIssueTime",
  "aws:UserAgent",
  "aws:userid",
  "aws:username",
  "aws:ViaAWSMCPService",
  "aws:ViaAWSService",
  "aws:ViaCustomerDomain",
  "aws:VpceAccount",
  "aws:VpceOrgID",
  "aws:VpceOrgPaths",
  "aws:VpcSourceIp",
  "ec2:SourceInstanceArn",
  "kms:BypassPolicyLockoutSafetyCheck",
  "kms:CallerAccount",
  "kms:CustomerMasterKeySpec",
  "kms:CustomerMasterKeyUsage",
  "kms:DataKeyPairSpec",
  "kms:EncryptionAlgorithm",
  "kms:EncryptionContextKeys",
  "kms:ExpirationModel",
  "kms:GrantConstraintSourceArn",
  "kms:GrantConstraintType",
  "kms:GranteePrincipal",
  "kms:GranteeServicePrincipal",
  "kms:GrantIsForAWSResource",
  "kms:GrantOperations",
  "kms:KeyAgreementAlgorithm",
  "kms:KeyOrigin",
  "kms:KeySpec",
  "kms:KeyUsage",
  "kms:MacAlgorithm",
  "kms:MessageType",
  "kms:MultiRegion",
  "kms:MultiRegionKeyType",
  "kms:PrimaryRegion",
  "kms:RecipientAttestation:ImageSha384",
  "kms:ReEncryptOnSameKey",
  "kms:ReplicaRegion",
  "kms:RequestAlias",
  "kms:ResourceAliases",
  "kms:RetiringPrincipal",
  "kms:RetiringServicePrincipal",
  "kms:RotationPeriodInDays",
  "kms:ScheduleKeyDeletionPendingWindowInDays",
  "kms:SigningAlgorithm",
  "kms:TrailingDaysWithoutKeyUsage",
  "kms:ValidTo",
  "kms:ViaService",
  "kms:WrappingAlgorithm",
  "kms:WrappingKeySpec",
  "lambda:SourceFunctionArn",
];
const CANONICAL_BY_LOWER = new Map(CANONICAL.map((name) => [name.toLowerCase(), name]));
const PREFIXES = [
  "aws:PrincipalTag/",
  "aws:RequestTag/",
  "aws:ResourceTag/",
  "kms:EncryptionContext:",
  "kms:RecipientAttestation:",
];

/**
 * The name as AWS spells it; names are case-insensitive, also the tag-key and encryption-context
 * part, which is kept as written.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export function canonicalContextKey(written: string): string {
  const lower = written.toLowerCase();
  const whole = CANONICAL_BY_LOWER.get(lower);
  if (whole !== undefined) return whole;
  for (const prefix of PREFIXES) {
    if (lower.startsWith(prefix.toLowerCase())) return prefix + written.slice(prefix.length);
  }
  return written;
}
