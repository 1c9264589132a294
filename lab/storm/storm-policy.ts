/** A key policy that lets the IAM policies of accounts decide. */
export function policyOf(...accounts: readonly string[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: accounts.map((id) => ({
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${id}:root` },
      Action: "kms:*",
      Resource: "*",
    })),
  });
}
