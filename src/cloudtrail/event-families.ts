import { ec2EndpointEvents } from "./ec2/ec2-endpoint-events.ts";
import { iamAttachmentEvents } from "./iam/iam-attachment-events.ts";
import { iamIdentityEvents } from "./iam/iam-identity-events.ts";
import { iamInlinePolicyEvents } from "./iam/iam-inline-policy-events.ts";
import { iamManagedPolicyEvents } from "./iam/iam-managed-policy-events.ts";
import { iamTagEvents } from "./iam/iam-tag-events.ts";
import { iamTrustPolicyEvents } from "./iam/iam-trust-policy-events.ts";
import { kmsAliasEvents } from "./kms/kms-alias-events.ts";
import { kmsGrantEvents } from "./kms/kms-grant-events.ts";
import { kmsKeyEvents } from "./kms/kms-key-events.ts";
import { kmsLifecycleEvents } from "./kms/kms-lifecycle-events.ts";
import { kmsPolicyEvents } from "./kms/kms-policy-events.ts";
import { kmsTagEvents } from "./kms/kms-tag-events.ts";
import { organizationsEvents } from "./organizations-events.ts";
import type { CallParser } from "./reading.ts";

/** Every event that the guardrail understands: eventSource, then eventName. */
export const eventFamilies: ReadonlyMap<string, ReadonlyMap<string, CallParser>> = new Map([
  [
    "kms.amazonaws.com",
    new Map([
      ...kmsTagEvents,
      ...kmsAliasEvents,
      ...kmsPolicyEvents,
      ...kmsGrantEvents,
      ...kmsKeyEvents,
      ...kmsLifecycleEvents,
    ]),
  ],
  ["ec2.amazonaws.com", ec2EndpointEvents],
  [
    "iam.amazonaws.com",
    new Map([
      ...iamInlinePolicyEvents,
      ...iamAttachmentEvents,
      ...iamManagedPolicyEvents,
      ...iamIdentityEvents,
      ...iamTagEvents,
      ...iamTrustPolicyEvents,
    ]),
  ],
  ["organizations.amazonaws.com", organizationsEvents],
]);
