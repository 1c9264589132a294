import { IncomingWebhook, IncomingWebhookHTTPError } from "@slack/webhook";
import { slackMessage } from "../alerts/channels/slack-blocks.ts";
import type { RecordStore } from "../alerts/records/record-store.ts";
import { tellOnce } from "../alerts/records/tell-once.ts";
import type { Finding } from "../guardrail/finding/finding.ts";
import { SlackFailure } from "./slack-failure.ts";

export interface WebhookDelivery {
  readonly url: string;
  readonly records: RecordStore;
  readonly timeoutMs?: number;
}

/**
 * Tells a finding by an incoming webhook: each a message of its own, and what becomes of it another, since a
 * webhook can neither change a message, nor thread it, nor hear a button.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export async function deliverToWebhook(
  finding: Finding,
  { url, records, timeoutMs = 8_000 }: WebhookDelivery,
): Promise<void> {
  await tellOnce(finding, `webhook/${finding.findingId}`, records, () =>
    post(finding, url, timeoutMs),
  );
}

async function post(finding: Finding, url: string, timeoutMs: number): Promise<void> {
  const { text, blocks, ...more } = slackMessage(finding);
  const message = {
    text,
    ...more,
    blocks: blocks.filter(({ type }) => type !== "actions").map((block) => ({ ...block })),
  };
  try {
    await new IncomingWebhook(url, { timeout: timeoutMs }).send(message);
  } catch (error) {
    // The cause is left out: it may name the address, which is a secret.
    const status =
      error instanceof IncomingWebhookHTTPError ? `status ${error.statusCode}` : "no answer";
    throw new SlackFailure(`the webhook: ${status}`, status === "status 429");
  }
}
