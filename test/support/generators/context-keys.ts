import {
  aliases,
  endpoints,
  federated,
  managedAlias,
  organizationId,
  organizationPath,
  own,
  partner,
  region,
  roles,
  root,
  services,
  sourceArns,
  stranger,
  tagValues,
  unlisted,
  users,
  vpcs,
} from "./pools.ts";

/** What a generated condition may compare a context key as. */
export type ComparedAs = "string" | "arn" | "numeric" | "date" | "bool" | "binary" | "ip";

export interface ContextKey {
  readonly name: string;
  readonly as: readonly ComparedAs[];
  /** What policies and requests draw from. */
  readonly values: readonly string[];
  readonly isArray?: true;
  /** Of the key or alias that is asked for: undocumented in key policies, RCPs and endpoint policies. */
  readonly isAbac?: true;
  /** How often policies speak of it. */
  readonly weight: number;
  /** How many requests of a hundred give it. */
  readonly given: number;
}

const string = (
  name: string,
  values: readonly string[],
  weight: number,
  given: number,
  rest: Partial<ContextKey> = {},
): ContextKey => ({ name, as: ["string"], values, weight, given, ...rest });

const bool = (name: string, weight: number, given: number): ContextKey => ({
  name,
  as: ["bool"],
  values: ["true", "false"],
  weight,
  given,
});

const days = ["2026-11-20T00:00:00Z", "2026-11-21T09:00:00Z", "2026-11-21T09:00:00.500Z"];
const addresses = ["192.0.2.7", "192.0.2.130", "198.51.100.1", "2001:db8::1", "2001:db8:0:1::1"];
const seconds = days.map((day) => String(Date.parse(day) / 1000));

/** The context keys that generated policies and requests speak of. */
export const contextKeys: readonly ContextKey[] = [
  // What the principal tells.
  {
    name: "aws:PrincipalArn",
    as: ["arn", "string"],
    values: [...users, ...roles, federated, root, unlisted],
    weight: 9,
    given: 0,
  },
  string("aws:PrincipalAccount", [own, partner, stranger], 2, 0),
  string("aws:PrincipalTag/team", tagValues, 5, 6),
  string("aws:PrincipalTag/Env", tagValues, 3, 3),
  string("aws:PrincipalOrgID", [organizationId, "o-another"], 3, 0),
  string("aws:PrincipalOrgPaths", [organizationPath, "o-exampleorgid/r-zz99/"], 3, 0, {
    isArray: true,
  }),
  string("aws:PrincipalType", ["User", "AssumedRole", "Account", "FederatedUser"], 1, 0),
  string("aws:username", ["Alice", "Bob", "alice"], 2, 0),
  string("aws:userid", ["AIDAEXAMPLEALICE", "AROAEXAMPLEAPP:job-1", own], 1, 0),
  bool("aws:PrincipalIsAWSService", 2, 0),
  string("aws:PrincipalServiceName", services, 1, 0),
  string("kms:CallerAccount", [own, partner], 2, 0),
  // What the key tells.
  string("aws:ResourceTag/Project", tagValues, 6, 0, { isAbac: true }),
  string("aws:ResourceTag/env", tagValues, 3, 0, { isAbac: true }),
  string("kms:ResourceAliases", [...aliases, managedAlias], 7, 0, { isAbac: true, isArray: true }),
  string("kms:RequestAlias", aliases, 4, 3),
  string("aws:ResourceAccount", [own, partner], 2, 0),
  string("aws:ResourceOrgID", [organizationId, "o-another"], 2, 0),
  string("aws:RequestedRegion", [region, "eu-west-1"], 2, 0),
  string("kms:KeySpec", ["SYMMETRIC_DEFAULT", "RSA_2048", "HMAC_256"], 2, 0),
  string("kms:KeyUsage", ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC"], 1, 0),
  string("kms:CustomerMasterKeyUsage", ["ENCRYPT_DECRYPT", "SIGN_VERIFY"], 1, 0),
  string("kms:KeyOrigin", ["AWS_KMS", "EXTERNAL"], 1, 0),
  bool("kms:MultiRegion", 1, 0),
  string("kms:MultiRegionKeyType", ["PRIMARY", "REPLICA"], 1, 0),
  string("kms:EncryptionAlgorithm", ["SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_256"], 2, 4),
  // What the request tells.
  string("kms:ViaService", [`s3.${region}.amazonaws.com`, `rds.${region}.amazonaws.com`], 5, 12),
  bool("aws:ViaAWSService", 2, 0),
  string("kms:EncryptionContext:app", ["blue", "green", "Blue"], 5, 45),
  string("kms:EncryptionContext:Stage", ["blue", "green"], 2, 20),
  string("kms:EncryptionContextKeys", ["app", "Stage", "App"], 4, 0, { isArray: true }),
  string("aws:RequestTag/Project", tagValues, 2, 30),
  string("aws:TagKeys", ["Project", "Env", "project"], 2, 0, { isArray: true }),
  bool("kms:GrantIsForAWSResource", 2, 40),
  string("kms:GrantOperations", ["Decrypt", "Encrypt", "CreateGrant"], 3, 45, { isArray: true }),
  string("kms:GranteePrincipal", [...roles, users[0]], 1, 30),
  string("kms:GrantConstraintType", ["EncryptionContextEquals", "EncryptionContextSubset"], 1, 15),
  string("aws:CalledVia", ["athena.amazonaws.com", "s3.amazonaws.com"], 2, 15, { isArray: true }),
  {
    name: "aws:SourceArn",
    as: ["arn", "string"],
    values: [...sourceArns, `arn:aws:sns:${region}:${partner}:topic`],
    weight: 4,
    given: 12,
  },
  string("aws:SourceAccount", [own, partner], 2, 8),
  string("aws:SourceVpce", endpoints, 4, 2),
  string("aws:SourceVpc", vpcs, 3, 2),
  { name: "aws:SourceIp", as: ["ip"], values: addresses, weight: 7, given: 60 },
  { name: "aws:VpcSourceIp", as: ["ip"], values: addresses, weight: 3, given: 25 },
  bool("aws:MultiFactorAuthPresent", 4, 50),
  bool("aws:SecureTransport", 2, 60),
  {
    name: "aws:MultiFactorAuthAge",
    as: ["numeric"],
    values: ["0", "300", "3600", "3600.5"],
    weight: 12,
    given: 75,
  },
  {
    name: "aws:EpochTime",
    as: ["numeric", "date"],
    values: seconds,
    weight: 6,
    given: 70,
  },
  { name: "aws:CurrentTime", as: ["date"], values: days, weight: 10, given: 75 },
  { name: "aws:TokenIssueTime", as: ["date"], values: days, weight: 2, given: 40 },
  {
    name: "kms:ScheduleKeyDeletionPendingWindowInDays",
    as: ["numeric"],
    values: ["7", "30"],
    weight: 1,
    given: 40,
  },
  {
    name: "kms:ValidTo",
    as: ["numeric", "date"],
    values: [...days, ...seconds],
    weight: 1,
    given: 25,
  },
  {
    name: "aws:ExampleDigest",
    as: ["binary"],
    values: ["QUI=", "QUJD", "AA=="],
    weight: 6,
    given: 75,
  },
];
