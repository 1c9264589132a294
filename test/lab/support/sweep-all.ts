import { setTimeout as sleep } from "node:timers/promises";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetQueueUrlCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientOptions } from "../../../lab/client-options.ts";
import { deployedStore } from "../../../lab/deployed-store.ts";
import type { Lab } from "../../../lab/start-lab.ts";
import { lastErrors } from "./last-errors.ts";

const patienceMilliseconds = 45_000;

/**
 * Has the deployed functions sweep the account, until every key counts as recorded. What fails by a fault that
 * another test has put into the lab is tried again after seconds, not after the half hour as deployed.
 */
export async function sweepAll(lab: Lab): Promise<void> {
  const sqs = new SQSClient(clientOptions(lab));
  const QueueName = `${lab.stackName}-sweep`;
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const Attributes = { VisibilityTimeout: "15" };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  const { store } = await deployedStore(lab);
  const lambda = new LambdaClient(clientOptions(lab));
  const FunctionName = `${lab.stackName}-sweep`;
  const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName, Payload: "{}" }));
  if (FunctionError !== undefined) throw new Error(`the sweep did not start: ${FunctionError}`);
  const end = Date.now() + patienceMilliseconds;
  while (Date.now() < end) {
    if ((await store.load()).isComplete) return;
    await sleep(200);
  }
  const { sweep } = await store.load();
  throw new Error(`the sweep did not end: ${JSON.stringify(sweep)}\n${await lastErrors(lab)}`);
}
