import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { clientOptions } from "../../../lab/client-options.ts";
import type { Lab } from "../../../lab/start-lab.ts";

/** Hands IAM's events to the function that judges them, as the stack does that forwards them from us-east-1. */
export async function forwardIamEvents(lab: Lab): Promise<void> {
  const events = new EventBridgeClient(clientOptions(lab));
  const { region, accountId, stackName } = lab;
  await events.send(
    new PutRuleCommand({
      Name: "iam-from-us-east-1",
      EventPattern: JSON.stringify({
        source: ["aws.iam"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: { errorCode: [{ exists: false }] },
      }),
    }),
  );
  const Arn = `arn:aws:lambda:${region}:${accountId}:function:${stackName}-iam`;
  await events.send(
    new PutTargetsCommand({ Rule: "iam-from-us-east-1", Targets: [{ Id: "iam", Arn }] }),
  );
}
