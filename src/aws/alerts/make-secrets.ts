import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import { calling } from "../client-settings.ts";
import { makeSecretReader } from "./secret-reader.ts";

/** Reads the secrets of a deployed guardrail by their references. */
export function makeSecrets(): (reference: string) => Promise<string> {
  return makeSecretReader({
    ssm: new SSMClient(calling),
    secrets: new SecretsManagerClient(calling),
  });
}
