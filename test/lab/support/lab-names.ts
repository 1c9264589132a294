import { randomUUID } from "node:crypto";

export const labAccount = "123456789012";
export const partnerAccount = "444455556666";

export function uniqueName(): string {
  return randomUUID().slice(0, 8);
}

export function roleArn(name: string): string {
  return `arn:aws:iam::${labAccount}:role/${name}`;
}

/** A key policy that lets IAM policies of the own account decide, and those of another. */
export function policyFor(account: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [labAccount, account].map((id) => ({
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${id}:root` },
      Action: "kms:*",
      Resource: "*",
    })),
  });
}

/** A policy of one statement. */
export function documentOf(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}
