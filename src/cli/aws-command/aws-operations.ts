import type { AwsOperation } from "./aws-operation.ts";
import { ec2Operations } from "./ec2-operations.ts";
import { iamOperations } from "./iam-operations.ts";
import { kmsOperations } from "./kms-operations.ts";

/** Every operation that what-if can judge. */
export const awsOperations: readonly AwsOperation[] = [
  ...kmsOperations,
  ...ec2Operations,
  ...iamOperations,
];
