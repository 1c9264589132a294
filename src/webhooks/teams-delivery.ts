import { teamsMessage } from "../alerts/channels/teams-card.ts";
import type { RecordStore } from "../alerts/records/record-store.ts";
import { tellOnce } from "../alerts/records/tell-once.ts";
import type { Finding } from "../guardrail/finding/finding.ts";
import { postJson } from "./post-json.ts";
import { parseTeamsSecret } from "./webhook-secret.ts";

export interface TeamsSettings {
  /** The text of the secret for Teams. */
  readonly readSecret: () => Promise<string>;
  readonly records: RecordStore;
  readonly timeoutMs?: number;
}

/**
 * Tells findings in Microsoft Teams by a workflow's address: each a message of its own, and what becomes of it
 * another, since a workflow changes no message.
 */
export function makeTeamsDelivery({
  readSecret,
  records,
  timeoutMs,
}: TeamsSettings): (finding: Finding) => Promise<void> {
  return async (finding) => {
    const { webhookUrl } = parseTeamsSecret(await readSecret());
    await tellOnce(finding, `teams/${finding.findingId}`, records, () =>
      postJson("Teams", webhookUrl, teamsMessage(finding), timeoutMs),
    );
  };
}
