import type { GrantChange } from "../../account/change.ts";
import type { Grant } from "../../account/snapshot.ts";
import type { RemediationCall } from "../../guardrail/finding/finding.ts";
import { recordedGrant } from "./recorded-parts.ts";
import {
  automatic,
  noRevert,
  type RevertInput,
  type RevertPlan,
  withApproval,
} from "./revert-plan.ts";

/**
 * A new grant is revoked; one that went can only be replaced.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_RevokeGrant.html
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html
 */
export function planGrant(change: GrantChange, { before }: RevertInput): RevertPlan {
  return change.kind === "grant-created" ? planRevoke(change, before) : planCreate(change, before);
}

function planRevoke(
  { keyArn, grant }: Extract<GrantChange, { readonly kind: "grant-created" }>,
  before: RevertInput["before"],
): RevertPlan {
  if (grant.GrantId.startsWith("unknown:")) {
    return noRevert("the record does not tell the id of the new grant");
  }
  if (recordedGrant(before, grant.GrantId) !== null) return automatic([]);
  const input = { KeyId: keyArn, GrantId: grant.GrantId };
  return automatic([{ service: "kms", operation: "RevokeGrant", input }]);
}

function planCreate(
  { grantId }: Extract<GrantChange, { readonly kind: "grant-removed" }>,
  before: RevertInput["before"],
): RevertPlan {
  const recorded = recordedGrant(before, grantId);
  if (recorded === null) return automatic([]);
  const call = createGrant(recorded.keyArn, recorded.grant);
  if (call === null) {
    const grantee = recorded.grant.GranteePrincipal ?? "nobody";
    return noRevert(`AWS itself made the grant, for \`${grantee}\`: nobody else can make it again`);
  }
  return withApproval([call], {
    code: "grantIsNew",
    text: `the new grant has another id and another token than \`${grantId}\`: whoever kept either has to be told`,
  });
}

/** The call that makes an equal grant; null when its grantee is none that CreateGrant takes. */
function createGrant(keyArn: string, grant: Grant): RemediationCall | null {
  const { GranteePrincipal, GranteeServicePrincipal, Operations } = grant;
  const grantee = GranteePrincipal?.startsWith("arn:") === true || GranteeServicePrincipal;
  if (!grantee || Operations === undefined) return null;
  const { RetiringPrincipal, RetiringServicePrincipal, Constraints, Name } = grant;
  const optional = {
    GranteePrincipal,
    GranteeServicePrincipal,
    RetiringPrincipal,
    RetiringServicePrincipal,
    Operations,
    Constraints,
    Name: Name === "" ? undefined : Name,
  };
  const told = Object.entries(optional).filter(([, value]) => value !== undefined);
  const input = { KeyId: keyArn, ...Object.fromEntries(told) };
  return { service: "kms", operation: "CreateGrant", input };
}
