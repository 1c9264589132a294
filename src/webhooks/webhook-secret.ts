import * as z from "zod/mini";

/** Plain HTTP is for what plays a service on the same machine. */
const address = z.string().check(z.regex(/^(https:\/\/|http:\/\/127\.0\.0\.1[:/])\S+$/));

const teams = z.object({
  /** Of a workflow: "When a Teams webhook request is received". */
  webhookUrl: address,
});

const pagerDuty = z.object({
  /** The integration key of a service or of an event orchestration. */
  routingKey: z.string().check(z.regex(/^[0-9A-Za-z]{32}$/)),
  /** Where PagerDuty is, where that is not events.pagerduty.com: its service region EU. */
  apiUrl: z.exactOptional(address),
});

export type TeamsSecret = z.infer<typeof teams>;
export type PagerDutySecret = z.infer<typeof pagerDuty>;

export class WebhookSecretError extends Error {
  override readonly name = "WebhookSecretError";
  readonly code = "E_WEBHOOK_SECRET";
}

export function parseTeamsSecret(text: string): TeamsSecret {
  return parseSecret("Teams", teams, text);
}

export function parsePagerDutySecret(text: string): PagerDutySecret {
  return parseSecret("PagerDuty", pagerDuty, text);
}

/** Reads the text of a secret. What is wrong is told without any of it. */
function parseSecret<T>(service: string, schema: z.ZodMiniType<T>, text: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new WebhookSecretError(`the secret for ${service} is not JSON`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const members = [...new Set(parsed.error.issues.map(({ path }) => `\`${path.join(".")}\``))];
  throw new WebhookSecretError(
    `the secret for ${service}: not as it should be: ${members.join(", ")}`,
  );
}
