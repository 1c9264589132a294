import { parseArn } from "./arn.ts";

/**
 * The key policy that KMS gives a key when CreateKey tells none: the account may delegate.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function defaultKeyPolicy(keyArn: string): { readonly [element: string]: unknown } {
  const { partition, account } = parseArn(keyArn) ?? { partition: "aws", account: "" };
  return {
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  };
}

/**
 * The policy of a VPC endpoint that was given none or whose policy was reset, as EC2 returns it.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export const defaultEndpointPolicy =
  '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}';
