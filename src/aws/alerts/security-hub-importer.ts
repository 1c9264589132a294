import {
  type AwsSecurityFinding,
  BatchImportFindingsCommand,
  BatchUpdateFindingsCommand,
  type SecurityHubClient,
  type WorkflowStatus,
} from "@aws-sdk/client-securityhub";
import { asffFinding } from "../../alerts/channels/asff.ts";
import {
  amidOpenFindings,
  type OpenFinding,
  openFindingOf,
} from "../../alerts/records/open-findings.ts";
import type { RecordStore } from "../../alerts/records/record-store.ts";
import { replacedFindings } from "../../alerts/records/replaced-findings.ts";
import { clip } from "../../alerts/words/clip.ts";
import type { Clock } from "../../guardrail/ports.ts";
import type { Deliver } from "./queue-handler.ts";

/** Security Hub did not take a finding. */
export class SecurityHubError extends Error {
  override readonly name = "SecurityHubError";
  readonly code = "E_SECURITY_HUB";
}

interface ImportedFinding extends OpenFinding {
  readonly productArn: string;
}

export interface SecurityHubPorts {
  readonly client: SecurityHubClient;
  readonly records: RecordStore;
  readonly clock: Clock;
}

const mostNote = 512;

/**
 * Imports findings into Security Hub, again when something became of them; archives those that another was
 * told in place of, resolves those whose change somebody put back, and suppresses those that a person accepted.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
 */
export function makeSecurityHubImporter({ client, records, clock }: SecurityHubPorts): Deliver {
  const deliver: Deliver = async (finding) => {
    const own = { ...openFindingOf(finding), productArn: asffFinding(finding).ProductArn };
    await amidOpenFindings(
      `security-hub/${finding.resource.arn}`,
      own,
      records,
      async (restored) => {
        await importFinding(client, asffFinding(finding, { updatedAt: clock.now().toISOString() }));
        await setWorkflow(client, restored, "RESOLVED", `${finding.title}: it is again as it was`);
        const accepted = finding.notes.find(({ code }) => code === "accepted");
        if (accepted !== undefined) await setWorkflow(client, [own], "SUPPRESSED", accepted.text);
      },
    );
  };
  return async (finding) => {
    await deliver(finding);
    for (const replaced of replacedFindings(finding)) await deliver(replaced);
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
  findings: readonly ImportedFinding[],
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
