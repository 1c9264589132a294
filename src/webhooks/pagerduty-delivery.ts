import {
  dedupKey,
  type PagerDutyEvent,
  pagerDutyEvent,
} from "../alerts/channels/pagerduty-event.ts";
import { amidOpenFindings, openFindingOf } from "../alerts/records/open-findings.ts";
import type { RecordStore } from "../alerts/records/record-store.ts";
import { replacedFindings } from "../alerts/records/replaced-findings.ts";
import type { Finding, Severity } from "../guardrail/finding/finding.ts";
import { atLeast } from "../guardrail/finding/severity.ts";
import { postJson } from "./post-json.ts";
import { parsePagerDutySecret } from "./webhook-secret.ts";

export interface PagerDutySettings {
  /** The text of the secret for PagerDuty. */
  readonly readSecret: () => Promise<string>;
  readonly records: RecordStore;
  /** Nobody is woken for less. */
  readonly least: Severity;
  readonly timeoutMs?: number;
}

const apiUrl = "https://events.pagerduty.com";

/**
 * Pages somebody for a finding, and resolves the alert when access is restored: by the guardrail, by somebody
 * who put the change back, or because a person takes it for all right; and when another finding was told in its
 * place. What is only observed pages nobody.
 */
export function makePagerDutyDelivery({
  readSecret,
  records,
  least,
  timeoutMs,
}: PagerDutySettings): (finding: Finding) => Promise<void> {
  return async (finding) => {
    const secret = parsePagerDutySecret(await readSecret());
    const url = `${secret.apiUrl ?? apiUrl}/v2/enqueue`;
    const send = (event: PagerDutyEvent): Promise<void> =>
      postJson("PagerDuty", url, { ...event, routing_key: secret.routingKey }, timeoutMs);
    const tell = (one: Finding, isPaged: boolean) =>
      amidOpenFindings(name, openFindingOf(one), records, async (restored) => {
        if (isPaged) await send(pagerDutyEvent(one));
        for (const { findingId } of restored) {
          await send({ event_action: "resolve", dedup_key: dedupKey(findingId) });
        }
      });
    const name = `pagerduty/${finding.resource.arn}`;
    await tell(finding, atLeast(finding.severity, least) && finding.remediation.mode !== "observe");
    // What they were rated is not told here: what was never paged is resolved in vain.
    for (const replaced of replacedFindings(finding)) await tell(replaced, true);
  };
}
