import { BaseProvider } from "@aws-lambda-powertools/parameters/base";
import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";

/** A secret cannot be read. */
export class SecretError extends Error {
  override readonly name = "SecretError";
  readonly code = "E_SECRET";
}

export interface SecretClients {
  readonly ssm: SSMClient;
  readonly secrets: SecretsManagerClient;
}

/** A secret that was changed is read within this time. */
const secondsCached = 300;

/**
 * Reads secrets by their references, and keeps each for a while. A name that begins with `/`, or a
 * parameter's ARN, is a parameter of Systems Manager; anything else a secret of Secrets Manager.
 * https://docs.aws.amazon.com/powertools/typescript/latest/features/parameters/
 */
export function makeSecretReader(clients: SecretClients): (reference: string) => Promise<string> {
  const provider = new SecretProvider(clients);
  return async (reference) => {
    let value: unknown;
    try {
      value = await provider.get(reference, { maxAge: secondsCached });
    } catch (cause) {
      throw new SecretError(`secret \`${reference}\` cannot be read`, { cause });
    }
    if (typeof value === "string" && value !== "") return value;
    throw new SecretError(`secret \`${reference}\` holds no text`);
  };
}

class SecretProvider extends BaseProvider {
  readonly #clients: SecretClients;

  constructor(clients: SecretClients) {
    super({});
    this.#clients = clients;
  }

  protected override async _get(reference: string): Promise<unknown> {
    const { ssm, secrets } = this.#clients;
    if (/^(\/|arn:[^:]+:ssm:)/.test(reference)) {
      const command = new GetParameterCommand({ Name: reference, WithDecryption: true });
      return (await ssm.send(command)).Parameter?.Value;
    }
    return (await secrets.send(new GetSecretValueCommand({ SecretId: reference }))).SecretString;
  }

  protected override async _getMultiple(): Promise<undefined> {
    return undefined;
  }
}
