import { createHmac, timingSafeEqual } from "node:crypto";

/** What came over the network, before anybody believes it. */
export interface SlackRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As it was sent: another order of members is another signature. */
  readonly body: string;
}

export type SignatureFault = "E_SLACK_SIGNATURE" | "E_SLACK_TIMESTAMP";

const mostSecondsOff = 5 * 60;

/**
 * What is wrong with a request's signature or its time; null: it is Slack's.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function signatureFault(
  { headers, body }: SlackRequest,
  signingSecret: string,
  now: Date,
): SignatureFault | null {
  const timestamp = headers["x-slack-request-timestamp"] ?? "";
  const given = Buffer.from(headers["x-slack-signature"] ?? "");
  const expected = Buffer.from(slackSignature(timestamp, body, signingSecret));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return "E_SLACK_SIGNATURE";
  }
  const secondsOff = Math.abs(now.getTime() / 1000 - Number(timestamp));
  // What is no number is never within.
  return secondsOff <= mostSecondsOff ? null : "E_SLACK_TIMESTAMP";
}

export function slackSignature(timestamp: string, body: string, signingSecret: string): string {
  const mac = createHmac("sha256", signingSecret).update(`v0:${timestamp}:${body}`);
  return `v0=${mac.digest("hex")}`;
}
