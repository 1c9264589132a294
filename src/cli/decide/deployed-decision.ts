import { LambdaClient } from "@aws-sdk/client-lambda";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { readDeployedStack } from "../../aws/deployed-stack.ts";
import { makeDecisionPorts } from "../../aws/ports/decision-ports.ts";
import { CliError } from "../cli-error.ts";
import type { DecideOptions, DecidingPorts } from "./deciding-ports.ts";

/**
 * A decision about a finding of a deployed guardrail, by whoever the AWS SDK's default credentials
 * are. They must be allowed to read the stack's decision key, which is what makes an approver.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function deployedDecision({ stack, region }: DecideOptions): Promise<DecidingPorts> {
  const options = region === undefined ? {} : { region };
  try {
    const lambda = new LambdaClient(options);
    const where = await lambda.config.region();
    // The ports' own clients take the Region from here.
    process.env["AWS_REGION"] = where;
    const [environment, { Arn }] = await Promise.all([
      readDeployedStack(lambda, stack, where),
      new STSClient(options).send(new GetCallerIdentityCommand({})),
    ]);
    return { ...makeDecisionPorts(environment), by: Arn ?? "unknown" };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `the deployed guardrail \`${stack}\` cannot be reached: ${reason}`;
    throw new CliError([{ code: "E_STACK_UNREACHABLE", message }], { cause: error });
  }
}
