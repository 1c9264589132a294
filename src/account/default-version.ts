import { isUnreadable, type ManagedPolicyDetail, type ManagedPolicyVersion } from "./snapshot.ts";

/**
 * The version of a managed policy that is in force; null: the inventory does not have it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
 */
export function defaultVersion({
  DefaultVersionId,
  PolicyVersionList,
}: Pick<
  ManagedPolicyDetail,
  "DefaultVersionId" | "PolicyVersionList"
>): ManagedPolicyVersion | null {
  if (PolicyVersionList === undefined || isUnreadable(PolicyVersionList)) return null;
  return (
    PolicyVersionList.find(({ VersionId }) => VersionId === DefaultVersionId) ??
    PolicyVersionList.find(({ IsDefaultVersion }) => IsDefaultVersion === true) ??
    null
  );
}
