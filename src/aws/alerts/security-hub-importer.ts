import {
  type AwsSecurityFinding,
  BatchImportFindingsCommand,
  BatchUpdateFindingsCommand,
  type SecurityHubClient,
  type WorkflowStatus,
} from "@aws-sdk/client-securityhub";
import { asffFinding } from "../../alerts/asff.ts";
import { clip } from "../../alerts/clip.ts";
import { type FindingProgress, isFurther, progressOf } from "../../alerts/finding-progress.ts";
import type { RecordStore } from "../../alerts/record-store.ts";
import { isRestoredBy } from "../../alerts/restored.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";
import type { Clock } from "../../guardrail/ports.ts";
import type { Deliver } from "./queue-handler.ts";

/** Security Hub did not take a finding. */
export class SecurityHubError extends Error {
  override readonly name = "SecurityHubError";
  readonly code = "E_SECURITY_HUB";
}

/** A finding of a resource that access was not restored after. */
interface OpenFinding extends Pick<Finding, "findingId" | "resource" | "attributeChanges"> {
  readonly productArn: string;
  readonly time: string;
  readonly progress: FindingProgress;
}

export interface SecurityHubPorts {
  readonly client: SecurityHubClient;
  readonly records: RecordStore;
  readonly clock: Clock;
}

/** Open findings of one resource, as JSON; an item of the table holds 400 KB. */
const mostCharacters = 200_000;
const mostNote = 512;

/**
 * Imports findings into Security Hub, again when something became of them; resolves those whose change
 * somebody put back, and suppresses those that a person accepted.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
 */
export function makeSecurityHubImporter({ client, records, clock }: SecurityHubPorts): Deliver {
  return async (finding) => {
    const name = `security-hub/${finding.resource.arn}`;
    const kept = await records.read<readonly OpenFinding[]>(name);
    const open = kept?.value ?? [];
    const known = open.find(({ findingId }) => findingId === finding.findingId);
    const own = openOf(finding);
    if (known !== undefined && !isFurther(own.progress, known.progress)) return;
    await importFinding(client, asffFinding(finding, { updatedAt: clock.now().toISOString() }));
    const restored = open.filter(
      (earlier) => earlier.time < own.time && isRestoredBy(earlier, finding),
    );
    await setWorkflow(client, restored, "RESOLVED", `${finding.title}: it is again as it was`);
    const accepted = finding.notes.find(({ code }) => code === "accepted");
    if (accepted !== undefined) await setWorkflow(client, [own], "SUPPRESSED", accepted.text);
    const left = open.filter((one) => one !== known && !restored.includes(one));
    // Somebody else wrote meanwhile: all of this may be done again.
    if ((await records.write(name, kept?.version ?? 0, newest([...left, own]))) === "stale") {
      throw new SecurityHubError(`record \`${name}\` changed meanwhile`);
    }
  };
}

function openOf(finding: Finding): OpenFinding {
  const { findingId, resource, attributeChanges, event, effectiveFrom } = finding;
  return {
    findingId,
    resource,
    attributeChanges,
    productArn: asffFinding(finding).ProductArn,
    time: event?.eventTime ?? effectiveFrom,
    progress: progressOf(finding),
  };
}

/** A failed finding does not fail the call. */
async function importFinding(
  client: SecurityHubClient,
  finding: ReturnType<typeof asffFinding>,
): Promise<void> {
  const { FailedCount = 0, FailedFindings = [] } = await client.send(
    new BatchImportFindingsCommand({ Findings: [finding as AwsSecurityFinding] }),
  );
  if (FailedCount === 0) return;
  const { ErrorCode = "unknown", ErrorMessage = "" } = FailedFindings[0] ?? {};
  throw new SecurityHubError(`finding \`${finding.Id}\`: ${ErrorCode}: ${ErrorMessage}`);
}

/** Only the customer's side of a finding has a workflow. https://docs.aws.amazon.com/securityhub/latest/userguide/finding-workflow-status.html */
async function setWorkflow(
  client: SecurityHubClient,
  findings: readonly OpenFinding[],
  Status: WorkflowStatus,
  note: string,
): Promise<void> {
  if (findings.length === 0) return;
  const { UnprocessedFindings = [] } = await client.send(
    new BatchUpdateFindingsCommand({
      FindingIdentifiers: findings.map(({ findingId, productArn }) => ({
        Id: findingId,
        ProductArn: productArn,
      })),
      Workflow: { Status },
      Note: { Text: clip(note, mostNote), UpdatedBy: "kms-guardrail" },
    }),
  );
  // Security Hub forgets findings after 90 days: those are as good as resolved. One that was just imported
  // takes a moment to be there.
  const isForgotten = Status === "RESOLVED";
  const failed = UnprocessedFindings.find(
    ({ ErrorCode }) => !isForgotten || ErrorCode !== "FindingNotFound",
  );
  if (failed !== undefined) {
    const { ErrorCode = "unknown", ErrorMessage = "" } = failed;
    throw new SecurityHubError(`${Status.toLowerCase()}: ${ErrorCode}: ${ErrorMessage}`);
  }
}

function newest(findings: readonly OpenFinding[]): readonly OpenFinding[] {
  let left = mostCharacters;
  const kept = findings.toReversed().filter((finding) => {
    left -= JSON.stringify(finding).length;
    return left >= 0;
  });
  return kept.toReversed();
}
