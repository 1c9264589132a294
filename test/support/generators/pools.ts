/**
 * The names that generated accounts and requests share. Each pool is small, so that most random
 * requests nearly hit most random policies: a miss is by one element, not by all.
 */

export const own = "111122223333";
/** An account of which the snapshot tells the IAM inventory. */
export const partner = "444455556666";
/** An account of which nothing is known. */
export const stranger = "777788889999";
export const management = "999999999999";
export const region = "us-west-2";

const iam = (account: string, resource: string) => `arn:aws:iam::${account}:${resource}`;
const sts = (account: string, resource: string) => `arn:aws:sts::${account}:${resource}`;
const kms = (account: string, resource: string) => `arn:aws:kms:${region}:${account}:${resource}`;

export const users = [iam(own, "user/Alice"), iam(own, "user/team/Bob")] as const;
export const roles = [iam(own, "role/App"), iam(own, "role/team/Ops")] as const;
export const serviceLinkedRole = iam(
  own,
  "role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS",
);
export const sessions = [
  sts(own, "assumed-role/App/job-1"),
  sts(own, "assumed-role/App/job-2"),
  sts(own, "assumed-role/Ops/job-1"),
] as const;
export const federated = sts(own, "federated-user/Fred");
export const root = iam(own, "root");
export const partners = [iam(partner, "user/Carol"), iam(partner, "role/Partner")] as const;
export const partnerSession = sts(partner, "assumed-role/Partner/job-1");
export const partnerRoot = iam(partner, "root");
/** Not in any inventory, though its account's inventory is told. */
export const unlisted = iam(own, "role/Gone");
export const strangers = [iam(stranger, "user/Sam"), iam(stranger, "root")] as const;
export const services = ["logs.us-west-2.amazonaws.com", "sns.amazonaws.com"] as const;
export const deletedIds = ["AIDAEXAMPLEALICE", "AROAEXAMPLEAPP", "AROAEXAMPLEGONE"] as const;

export const keyIds = [
  "1234abcd-12ab-34cd-56ef-1234567890ab",
  "0987dcba-09fe-87dc-65ba-ab0987654321",
] as const;
export const keyArns = keyIds.map((id) => kms(own, `key/${id}`));
export const [payrollArn = "", ordersArn = ""] = keyArns;
export const foreignKeyArn = kms(partner, "key/1234abcd-12ab-34cd-56ef-1234567890ab");

export const aliases = ["alias/payroll", "alias/orders", "alias/app/blue"] as const;
export const aliasArns = aliases.map((name) => kms(own, name));
export const managedAlias = "alias/aws/sqs";

export const tagKeys = ["Project", "Env"] as const;
export const tagValues = ["Alpha", "Beta", "alpha"] as const;
export const principalTagKeys = ["team", "Env"] as const;

export const endpoints = ["vpce-0a1b2c3d", "vpce-0e9f8d7c"] as const;
/** An endpoint of another service in the account. */
export const otherServiceEndpoint = "vpce-0s3s3s3s";
export const foreignEndpoint = "vpce-0foreign0";
export const vpcs = ["vpc-11aa22bb", "vpc-33cc44dd"] as const;

export const organizationId = "o-exampleorgid";
export const organizationPath = "o-exampleorgid/r-ab12/ou-ab12-11111111/";

export const grantIds = ["grant-1", "grant-2", "grant-3"] as const;
export const sourceArns = [
  `arn:aws:logs:${region}:${own}:log-group:app`,
  `arn:aws:sns:${region}:${own}:topic`,
] as const;

/** Those of our account first: the pool that policies name and requests come from. */
export const ownPrincipals = [...users, ...roles, ...sessions, federated, root] as const;

/** What most policies and requests are about; the other actions come now and then. */
export const usualActions = [
  "Decrypt",
  "Encrypt",
  "GenerateDataKey",
  "DescribeKey",
  "CreateGrant",
  "TagResource",
] as const;
export const aliasActions = ["CreateAlias", "UpdateAlias", "DeleteAlias"] as const;
export const keylessActions = ["ListKeys", "CreateKey", "GenerateRandom"] as const;
export const rarerActions = [
  "RetireGrant",
  "RevokeGrant",
  "ListGrants",
  "PutKeyPolicy",
  "ReEncryptFrom",
  "Sign",
  "GenerateMac",
  "GetPublicKey",
  "ScheduleKeyDeletion",
  "EnableKeyRotation",
  "ImportKeyMaterial",
] as const;
