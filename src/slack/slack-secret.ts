import * as z from "zod/mini";

/** Plain HTTP is for what plays Slack on the same machine. */
const address = /^(https:\/\/|http:\/\/127\.0\.0\.1[:/])\S+$/;

const secret = z.object({
  /** Of the app's bot: `xoxb-…`. */
  token: z.exactOptional(z.string().check(z.minLength(1))),
  signingSecret: z.exactOptional(z.string().check(z.minLength(1))),
  webhookUrl: z.exactOptional(z.string().check(z.regex(address))),
  /** Where Slack's methods are, where that is not slack.com: GovSlack. */
  apiUrl: z.exactOptional(z.string().check(z.regex(address))),
});

/** What the secret for Slack holds: an app's token and signing secret, or a webhook's address. */
export type SlackSecret = z.infer<typeof secret>;

export class SlackSecretError extends Error {
  override readonly name = "SlackSecretError";
  readonly code = "E_SLACK_SECRET";
}

/** Reads the text of the secret. What is wrong is told without any of it. */
export function parseSlackSecret(text: string): SlackSecret {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SlackSecretError("the secret for Slack is not JSON");
  }
  const parsed = secret.safeParse(value);
  if (!parsed.success) {
    const members = parsed.error.issues.map(({ path }) => `\`${path.join(".")}\``);
    throw new SlackSecretError(`the secret for Slack: not as it should be: ${members.join(", ")}`);
  }
  const { token, webhookUrl } = parsed.data;
  if (token === undefined && webhookUrl === undefined) {
    throw new SlackSecretError("the secret for Slack has neither `token` nor `webhookUrl`");
  }
  return parsed.data;
}
