import type { RecordStore } from "../alerts/records/record-store.ts";
import type { SlackNotifications } from "../guardrail/config/notifications.ts";
import type { Finding } from "../guardrail/finding/finding.ts";
import type { Clock } from "../guardrail/ports.ts";
import { deliverFinding, type SlackDelivery } from "./deliver-finding.ts";
import { deliverToWebhook } from "./deliver-to-webhook.ts";
import { sha256 } from "./sha256.ts";
import { parseSlackSecret, SlackSecretError } from "./slack-secret.ts";
import { makeWebSlackApp } from "./web-slack-app.ts";

export interface SlackSettings {
  /** The text of the secret for Slack. */
  readonly readSecret: () => Promise<string>;
  /** Absent: `guardrail.yml` names no channel, which a webhook needs none of. */
  readonly notifications: SlackNotifications | undefined;
  readonly records: RecordStore;
  readonly readRecord?: SlackDelivery["readRecord"];
  readonly clock: Clock;
}

/** Nobody said where to tell findings. */
export class SlackSettingsError extends Error {
  override readonly name = "SlackSettingsError";
  readonly code = "E_SLACK_SETTINGS";
}

/** Tells findings in Slack: by the app where the secret has its token, else by the webhook. */
export function makeSlackDelivery(settings: SlackSettings): (finding: Finding) => Promise<void> {
  const { readSecret, notifications, records, readRecord, clock } = settings;
  return async (finding) => {
    const { token, apiUrl, webhookUrl } = parseSlackSecret(await readSecret());
    if (token !== undefined) {
      if (notifications === undefined) {
        throw new SlackSettingsError("`guardrail.yml` has no `notifications.slack`");
      }
      const { channel } = notifications;
      const slack = makeWebSlackApp({ token, apiUrl });
      const signatures = { digest: sha256 };
      return deliverFinding(finding, {
        ...{ slack, channel, records, clock, signatures },
        ...(readRecord === undefined ? {} : { readRecord }),
      });
    }
    if (webhookUrl !== undefined) return deliverToWebhook(finding, { url: webhookUrl, records });
    throw new SlackSecretError("the secret for Slack has neither `token` nor `webhookUrl`");
  };
}
