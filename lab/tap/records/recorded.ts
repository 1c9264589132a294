import type { Call } from "../call.ts";

/** Operations of KMS that CloudTrail marks as read although their names do not say so. */
const kmsReads = new Set([
  "Decapsulate",
  "Decrypt",
  "DeriveSharedSecret",
  "Encapsulate",
  "Encrypt",
  "ReEncrypt",
  "Sign",
  "Verify",
  "VerifyMac",
]);
/** Most other writes of EC2 are recorded without a wrapper, in shapes that nothing here needs. */
const ec2Writes = new Set(["CreateVpcEndpoint", "DeleteVpcEndpoints", "ModifyVpcEndpoint"]);
const readPrefixes: Readonly<Record<string, RegExp>> = {
  kms: /^(?:Describe|Generate|Get|List)/,
  iam: /^(?:Generate|Get|List|Simulate)/,
  organizations: /^(?:Describe|List)/,
};

/** Whether CloudTrail hands a record of the call to EventBridge: it writes, and the lab knows the record's shape. */
export function isRecorded({ service, operation, isUnrecorded }: Call): boolean {
  if (isUnrecorded) return false;
  if (service === "ec2") return ec2Writes.has(operation);
  const reads = readPrefixes[service];
  if (reads === undefined || operation === "") return false;
  return !reads.test(operation) && !(service === "kms" && kmsReads.has(operation));
}
