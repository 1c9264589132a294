import type { IamChange } from "../change.ts";
import { sameDocument } from "../policy-document.ts";
import {
  type AuthorizationDetails,
  type DocumentJson,
  isUnreadable,
  type ManagedPolicyDetail,
  type ManagedPolicyVersion,
} from "../snapshot.ts";
import {
  filterShared,
  mapShared,
  putShared,
  withMember,
  withoutMember,
} from "../structural-sharing.ts";
import { editListed } from "./edit-list.ts";

/** A change to a managed policy or one of its versions. */
export type ManagedPolicyChange = Exclude<
  Extract<IamChange, { readonly arn: string }>,
  { readonly kind: "iam-identity-created" }
>;

/** The inventory after a change to a managed policy. */
export function applyManagedPolicyChange(
  details: AuthorizationDetails,
  change: ManagedPolicyChange,
): AuthorizationDetails {
  const policies = editListed<ManagedPolicyDetail, typeof details.Policies>(
    details.Policies,
    (all) => editPolicies(all, change),
  );
  return withMember(details, "Policies", policies);
}

function editPolicies(
  policies: readonly ManagedPolicyDetail[],
  change: ManagedPolicyChange,
): readonly ManagedPolicyDetail[] {
  switch (change.kind) {
    case "iam-policy-created": {
      const made = makePolicy(change);
      const isIt = (policy: ManagedPolicyDetail) => policy.Arn === change.arn;
      return putShared(policies, isIt, (old) => old ?? made);
    }
    case "iam-policy-deleted":
      return filterShared(policies, (policy) => policy.Arn !== change.arn);
    default:
      return mapShared(policies, (policy) =>
        policy.Arn === change.arn ? changeVersions(policy, change) : policy,
      );
  }
}

function makePolicy(
  created: Extract<ManagedPolicyChange, { readonly kind: "iam-policy-created" }>,
): ManagedPolicyDetail {
  const { arn, policyName, versionId, document } = created;
  return {
    PolicyName: policyName,
    Arn: arn,
    DefaultVersionId: versionId,
    PolicyVersionList: [{ Document: document, VersionId: versionId, IsDefaultVersion: true }],
  };
}

type VersionChange = Extract<
  ManagedPolicyChange,
  { readonly kind: `iam-policy-version-${string}` | "iam-policy-default-version-set" }
>;

function changeVersions(policy: ManagedPolicyDetail, change: VersionChange): ManagedPolicyDetail {
  switch (change.kind) {
    case "iam-policy-version-created": {
      const versionId = change.versionId ?? nextVersionId(policy);
      const added = addVersion(policy, versionId, change.document);
      return change.setAsDefault ? withDefault(added, versionId) : added;
    }
    case "iam-policy-version-deleted":
      return withMember(
        policy,
        "PolicyVersionList",
        editListed(policy.PolicyVersionList, (versions) =>
          filterShared(versions, (version) => version.VersionId !== change.versionId),
        ),
      );
    case "iam-policy-default-version-set":
      return withDefault(policy, change.versionId);
  }
}

function addVersion(
  policy: ManagedPolicyDetail,
  versionId: string | null,
  document: DocumentJson,
): ManagedPolicyDetail {
  if (versionId === null) return policy;
  const versions = editListed(policy.PolicyVersionList, (all) =>
    putShared<ManagedPolicyVersion>(
      all,
      (version) => version.VersionId === versionId,
      (old) => {
        if (old === undefined) {
          return { Document: document, VersionId: versionId, IsDefaultVersion: false };
        }
        return sameDocument(old.Document, document) ? old : { ...old, Document: document };
      },
    ),
  );
  return withMember(policy, "PolicyVersionList", versions);
}

/** Sets the version in force; null: it is another one than before, but nobody knows which. */
function withDefault(policy: ManagedPolicyDetail, versionId: string | null): ManagedPolicyDetail {
  if (versionId === null) return withoutMember(policy, "DefaultVersionId");
  const flag = (version: ManagedPolicyVersion): ManagedPolicyVersion => {
    const isDefault = version.VersionId === versionId;
    const isFlagged = version.IsDefaultVersion ?? false;
    return isFlagged === isDefault ? version : { ...version, IsDefaultVersion: isDefault };
  };
  const versions = editListed(policy.PolicyVersionList, (all) => mapShared(all, flag));
  return withMember(
    withMember(policy, "PolicyVersionList", versions),
    "DefaultVersionId",
    versionId,
  );
}

/**
 * The id of the version that CreatePolicyVersion makes: numbers go up by one and are not used again.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
 */
function nextVersionId({ PolicyVersionList: versions }: ManagedPolicyDetail): string | null {
  if (versions === undefined || isUnreadable(versions)) return null;
  const numbers = versions.map(({ VersionId }) => Number(/^v(\d+)$/.exec(VersionId)?.[1] ?? 0));
  return `v${Math.max(0, ...numbers) + 1}`;
}
