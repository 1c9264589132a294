import type { Finding } from "../../guardrail/finding/finding.ts";
import type { RevertSubject } from "./ledger.ts";

/** What the revert of a finding is about. */
export function subjectOfFinding({ event, resource, attributeChanges }: Finding): RevertSubject {
  const actor = event?.actor ?? null;
  return {
    resource: resource.arn,
    // A session's name is its caller's choice.
    actor: actor?.sessionIssuerArn ?? actor?.arn ?? actor?.invokedBy ?? null,
    attributes: attributeChanges.map(({ attribute }) => attribute).toSorted(),
  };
}
