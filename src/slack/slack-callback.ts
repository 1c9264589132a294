import type { RecordStore } from "../alerts/records/record-store.ts";
import type { SlackNotifications } from "../guardrail/config/notifications.ts";
import type { Clock } from "../guardrail/ports.ts";
import type { Signatures } from "../remediation/decision/decision.ts";
import { type DecisionPorts, takeDecision } from "../remediation/decision/take-decision.ts";
import { answerPress } from "./answer-press.ts";
import { type AnsweredStatus, answeredStatus } from "./answered-status.ts";
import { deliverFinding } from "./deliver-finding.ts";
import { parseSlackSecret, SlackSecretError } from "./slack-secret.ts";
import type { SlackRequest } from "./slack-signature.ts";
import { makeWebSlackApp } from "./web-slack-app.ts";

export interface CallbackSettings {
  /** The text of the secret for Slack. */
  readonly readSecret: () => Promise<string>;
  /** Absent: nobody may decide. */
  readonly notifications: SlackNotifications | undefined;
  readonly records: RecordStore;
  readonly decisions: DecisionPorts & { readonly signatures: Signatures };
  readonly clock: Clock;
}

/** Slack waits three seconds for an answer; what takes longer is left to the queue. */
const timeoutMs = 1_000;

/** Hears what people press in Slack. */
export function makeSlackCallback(
  settings: CallbackSettings,
): (request: SlackRequest) => Promise<AnsweredStatus> {
  const { readSecret, notifications, records, decisions, clock } = settings;
  return async (request) => {
    const { token, signingSecret, apiUrl } = parseSlackSecret(await readSecret());
    if (token === undefined || signingSecret === undefined) {
      throw new SlackSecretError("the secret for Slack has no `token` or no `signingSecret`");
    }
    const heard = notifications ?? { channel: "", users: [], channels: [], snoozeHours: 24 };
    const slack = makeWebSlackApp({ token, apiUrl, timeoutMs });
    const { signatures, findings } = decisions;
    const answered = await answerPress(request, {
      ...{ slack, signingSecret, records, findings, signatures, clock },
      notifications: heard,
      decide: (decision) => takeDecision(decision, decisions),
      show: (finding, channel) =>
        deliverFinding(finding, { slack, channel, records, clock, signatures }),
    });
    return answeredStatus(answered);
  };
}
