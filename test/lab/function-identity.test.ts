import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  InvokeCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { expect, it } from "vitest";
import { clientOptions } from "../../lab/client-options.ts";
import { describeInLab } from "./support/describe-in-lab.ts";
import { roleArn, uniqueName } from "./support/lab-names.ts";
import { zipFile } from "./support/zip-file.ts";

/** Asks who it is, by its own credentials. */
const program = `export const handler = async () => {
  const { AWS_ACCESS_KEY_ID: id, AWS_SESSION_TOKEN: token, AWS_ENDPOINT_URL: url } = process.env;
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      authorization: \`AWS4-HMAC-SHA256 Credential=\${id}/20261104/us-west-2/sts/aws4_request, Signature=0\`,
      "content-type": "application/x-www-form-urlencoded",
      "x-amz-security-token": token,
    },
    body: "Action=GetCallerIdentity&Version=2011-06-15",
  });
  return { identity: await answer.text(), node: process.version };
};`;

describeInLab("a deployed function", (lab) => {
  it("calls AWS as its role, on the Node of the project", async () => {
    const lambda = new LambdaClient(clientOptions(lab()));
    const FunctionName = `lab-whoami-${uniqueName()}`;
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Role: roleArn("team/whoami"),
        Runtime: "nodejs24.x",
        Handler: "index.handler",
        Code: { ZipFile: zipFile("index.mjs", program) },
      }),
    );
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
    await lambda.send(new DeleteFunctionCommand({ FunctionName }));
    const answer = JSON.parse(Buffer.from(Payload ?? []).toString()) as Record<string, string>;
    const arn = `arn:aws:sts::123456789012:assumed-role/whoami/${FunctionName}`;
    expect(answer["identity"]).toContain(`<Arn>${arn}</Arn>`);
    expect(answer["node"]).toBe(process.version);
  });
});
