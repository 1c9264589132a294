import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** For so long a function signs and verifies with the key that it read. */
const keptMs = 5 * 60_000;

/**
 * Reads the key that decisions are signed with from Secrets Manager, when it is first needed.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export function makeDecisionKey(
  client: SecretsManagerClient,
  secretId: string,
  now: () => number = Date.now,
): () => Promise<string> {
  let known: { readonly key: string; readonly readAt: number } | null = null;
  return async () => {
    if (known !== null && now() - known.readAt < keptMs) return known.key;
    const answer = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    known = { key: answer.SecretString ?? "", readAt: now() };
    return known.key;
  };
}
