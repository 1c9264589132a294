import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { makeSecretReader } from "../../../../src/aws/alerts/secret-reader.ts";

const clients = {
  ssm: new SSMClient({ region: "us-west-2" }),
  secrets: new SecretsManagerClient({ region: "us-west-2" }),
};
const ssm = mockClient(clients.ssm);
const secrets = mockClient(clients.secrets);

beforeEach(() => {
  ssm.reset();
  secrets.reset();
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: "of a parameter" } });
  secrets.on(GetSecretValueCommand).resolves({ SecretString: "of a secret" });
});

describe("a secret", () => {
  it.each(["/kms-guardrail/slack", "arn:aws:ssm:us-west-2:111122223333:parameter/slack"])(
    "is a parameter: %s",
    async (reference) => {
      expect(await makeSecretReader(clients)(reference)).toBe("of a parameter");
      expect(ssm.commandCalls(GetParameterCommand)[0]?.args[0].input).toEqual({
        Name: reference,
        WithDecryption: true,
      });
    },
  );

  it.each(["kms-guardrail/slack", "arn:aws:secretsmanager:us-west-2:111122223333:secret:slack"])(
    "is a secret of Secrets Manager: %s",
    async (reference) => {
      expect(await makeSecretReader(clients)(reference)).toBe("of a secret");
      expect(secrets.commandCalls(GetSecretValueCommand)[0]?.args[0].input).toEqual({
        SecretId: reference,
      });
    },
  );

  it("is read once in a while", async () => {
    const read = makeSecretReader(clients);
    await read("/slack");
    await read("/slack");
    expect(ssm.commandCalls(GetParameterCommand)).toHaveLength(1);
  });

  it("that cannot be read is told by its reference", async () => {
    ssm.on(GetParameterCommand).rejects(new Error("refused"));
    await expect(makeSecretReader(clients)("/slack")).rejects.toMatchObject({
      code: "E_SECRET",
      message: "secret `/slack` cannot be read",
    });
  });

  it("without text is no secret", async () => {
    secrets.on(GetSecretValueCommand).resolves({ SecretBinary: new Uint8Array([1]) });
    await expect(makeSecretReader(clients)("slack")).rejects.toMatchObject({
      code: "E_SECRET",
      message: "secret `slack` holds no text",
    });
  });
});
