import type { ManagedPolicyChange } from "../apply/apply-managed-policy-change.ts";
import { defaultVersion } from "../default-version.ts";
import { isUnreadable, type ManagedPolicyDetail, type Snapshot } from "../snapshot.ts";
import {
  type AttributeChange,
  appeared,
  disappeared,
  documentValue,
  isUnknown,
  type UnknownValue,
} from "./attribute-value.ts";
import { heldDetails } from "./held-details.ts";

export interface InForce {
  readonly version: unknown;
  readonly document: unknown;
}

/** The version and document in force of a managed policy. A version that is not in force is no change. */
export function managedPolicyAttributeChanges(
  before: Snapshot,
  after: Snapshot,
  change: ManagedPolicyChange,
): readonly AttributeChange[] {
  const old = heldPolicy(before, change.arn);
  const now = inForce(heldPolicy(after, change.arn));
  switch (change.kind) {
    case "iam-policy-created":
      if (!isUnknown(old)) return [];
      return appeared([
        ["policyVersion", change.versionId],
        ["policyDocument", documentValue(change.document)],
      ]);
    case "iam-policy-deleted": {
      const { version, document } = inForce(old);
      return disappeared([
        ["policyVersion", version],
        ["policyDocument", document],
      ]);
    }
    case "iam-policy-version-created":
      if (!change.setAsDefault) return [];
      return compare(inForce(old), {
        version: change.versionId ?? now.version,
        document: documentValue(change.document),
      });
    case "iam-policy-version-deleted":
      return [];
    case "iam-policy-default-version-set":
      return compare(inForce(old), { version: change.versionId, document: now.document });
  }
}

function compare(before: InForce, after: InForce): readonly AttributeChange[] {
  return [
    { attribute: "policyVersion", before: before.version, after: after.version },
    { attribute: "policyDocument", before: before.document, after: after.document },
  ];
}

function heldPolicy(snapshot: Snapshot, arn: string): ManagedPolicyDetail | UnknownValue {
  const details = heldDetails(snapshot);
  if (isUnknown(details)) return details;
  return (
    details.Policies?.find((policy) => policy.Arn === arn) ?? {
      unknown: "the policy is not in the snapshot",
    }
  );
}

/** The version and document of a managed policy that are in force. */
export function inForce(policy: ManagedPolicyDetail | UnknownValue): InForce {
  if (isUnknown(policy)) return { version: policy, document: policy };
  const { DefaultVersionId, PolicyVersionList } = policy;
  const untold = { unknown: "the snapshot does not tell the policy's version in force" };
  if (PolicyVersionList === undefined) {
    return { version: DefaultVersionId ?? untold, document: untold };
  }
  if (isUnreadable(PolicyVersionList)) {
    const unknown = { unknown: PolicyVersionList.unreadable };
    return { version: DefaultVersionId ?? unknown, document: unknown };
  }
  const version = defaultVersion(policy);
  return {
    version: version?.VersionId ?? DefaultVersionId ?? untold,
    document: version === null ? untold : documentValue(version.Document),
  };
}
