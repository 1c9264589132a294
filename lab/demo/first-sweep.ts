import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { clientOptions } from "../client-options.ts";
import type { Lab } from "../start-lab.ts";

/**
 * Starts the first sweep. On AWS the event of CloudFormation that the stack is complete starts it, which
 * the emulator does not send. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/eventbridge-resources-list.html
 */
export async function startFirstSweep(lab: Lab): Promise<void> {
  const lambda = new LambdaClient(clientOptions(lab));
  const FunctionName = `${lab.stackName}-sweep`;
  await lambda.send(new InvokeCommand({ FunctionName, Payload: "{}" }));
}
