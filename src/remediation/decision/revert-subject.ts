import type { AttributeChange, Finding } from "../../guardrail/finding/finding.ts";
import type { RevertSubject } from "./ledger.ts";

/** What the revert of a finding is about. */
export function subjectOfFinding({ event, resource, attributeChanges }: Finding): RevertSubject {
  const actor = event?.actor ?? null;
  return {
    resource: resource.arn,
    // A session's name is its caller's choice.
    actor: actor?.sessionIssuerArn ?? actor?.arn ?? actor?.invokedBy ?? null,
    attributes: attributeChanges.map(subjectOfAttribute).toSorted(),
  };
}

/** A grant that comes back has another id: it is the same one by its grantee. */
function subjectOfAttribute({ attribute, before, after }: AttributeChange): string {
  if (!attribute.startsWith("grant:")) return attribute;
  const grant = Object(after ?? before) as Readonly<Record<string, unknown>>;
  const grantee = grant["GranteePrincipal"] ?? grant["GranteeServicePrincipal"];
  return typeof grantee === "string" ? `grant:${grantee}` : attribute;
}
