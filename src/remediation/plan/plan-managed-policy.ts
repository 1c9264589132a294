import type { ManagedPolicyChange } from "../../account/apply/apply-managed-policy-change.ts";
import { defaultVersion } from "../../account/default-version.ts";
import {
  isUnreadable,
  type ManagedPolicyDetail,
  type ManagedPolicyVersion,
  type Snapshot,
} from "../../account/snapshot.ts";
import type { RemediationCall } from "../../guardrail/finding/finding.ts";
import { documentText } from "./document-text.ts";
import { iamCall } from "./iam-calls.ts";

/**
 * The calls that bring a managed policy back; null when what it was is not known. A version's
 * number is never used again: one that went comes back under another.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
 */
export function undoManagedPolicyChange(
  change: ManagedPolicyChange,
  before: Snapshot,
  after: Snapshot,
): readonly RemediationCall[] | null {
  const PolicyArn = change.arn;
  if (change.kind === "iam-policy-created") return [iamCall("DeletePolicy", { PolicyArn })];
  const old = policyIn(before, change.arn);
  if (old === null) return null;
  switch (change.kind) {
    case "iam-policy-deleted":
      return recreate(old);
    case "iam-policy-version-created": {
      const versionId = change.versionId ?? newVersion(old, policyIn(after, change.arn));
      if (versionId === null) return null;
      const remove = iamCall("DeletePolicyVersion", { PolicyArn, VersionId: versionId });
      if (!change.setAsDefault) return [remove];
      const back = setDefault(old);
      return back === null ? null : [...back, remove];
    }
    case "iam-policy-version-deleted": {
      const version = versionsOf(old).find(({ VersionId }) => VersionId === change.versionId);
      const PolicyDocument = documentText(version?.Document);
      if (PolicyDocument === null) return null;
      const input = { PolicyArn, PolicyDocument, SetAsDefault: false };
      return [iamCall("CreatePolicyVersion", input)];
    }
    case "iam-policy-default-version-set":
      return setDefault(old);
  }
}

function policyIn({ authorizationDetails }: Snapshot, arn: string): ManagedPolicyDetail | null {
  if (authorizationDetails === undefined || isUnreadable(authorizationDetails)) return null;
  return authorizationDetails.Policies?.find(({ Arn }) => Arn === arn) ?? null;
}

function versionsOf({ PolicyVersionList }: ManagedPolicyDetail): readonly ManagedPolicyVersion[] {
  return PolicyVersionList === undefined || isUnreadable(PolicyVersionList)
    ? []
    : PolicyVersionList;
}

function newVersion(old: ManagedPolicyDetail, now: ManagedPolicyDetail | null): string | null {
  const known = new Set(versionsOf(old).map(({ VersionId }) => VersionId));
  const added = now === null ? [] : versionsOf(now).filter((one) => !known.has(one.VersionId));
  return added.length === 1 ? (added[0]?.VersionId ?? null) : null;
}

function setDefault(old: ManagedPolicyDetail): readonly RemediationCall[] | null {
  const VersionId = old.DefaultVersionId ?? defaultVersion(old)?.VersionId;
  if (VersionId === undefined) return null;
  return [iamCall("SetDefaultPolicyVersion", { PolicyArn: old.Arn, VersionId })];
}

/** The policy under its former ARN, with the version that was in force. */
function recreate(old: ManagedPolicyDetail): readonly RemediationCall[] | null {
  const PolicyDocument = documentText(defaultVersion(old)?.Document);
  const [, path, name] = /:policy(\/.*?)([^/]+)$/.exec(old.Arn) ?? [];
  if (PolicyDocument === null || name === undefined) return null;
  return [iamCall("CreatePolicy", { PolicyName: name, Path: path ?? "/", PolicyDocument })];
}
