import { setTimeout as sleep } from "node:timers/promises";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { clientOptions } from "../../lab/client-options.ts";
import type { Lab } from "../../lab/start-lab.ts";
import type { Finding } from "../../src/guardrail/finding/finding.ts";
import { type FakeSlack, slackToken, startFakeSlack } from "../support/fake-slack.ts";
import { describeInLab } from "./support/describe-in-lab.ts";
import { type FindingsQueue, subscribeToFindings } from "./support/findings.ts";
import { kmsCalls } from "./support/kms-calls.ts";
import { labClients, quietClients } from "./support/lab-clients.ts";
import { tapControl } from "./support/tap-control.ts";

const minute = 60_000;

/** A queue that hears the bus of findings. */
async function listenToBus(lab: Lab) {
  const sqs = new SQSClient(clientOptions(lab));
  const events = new EventBridgeClient(clientOptions(lab));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "of-the-bus" }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  const EventBusName = `${lab.stackName}-findings`;
  const pattern = { source: ["kms-guardrail"] };
  await events.send(
    new PutRuleCommand({ Name: "all", EventBusName, EventPattern: JSON.stringify(pattern) }),
  );
  const Targets = [{ Id: "queue", Arn: Attributes?.["QueueArn"] }];
  await events.send(new PutTargetsCommand({ Rule: "all", EventBusName, Targets }));
  return {
    waitFor: async (findingId: string): Promise<{ "detail-type": string; detail: unknown }> => {
      for (const end = Date.now() + minute; Date.now() < end; ) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 }),
        );
        for (const { Body = "{}", ReceiptHandle } of Messages) {
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
          if (Body.includes(findingId)) return JSON.parse(Body);
        }
      }
      throw new Error(`no event of finding \`${findingId}\``);
    },
    close: () => sqs.send(new DeleteQueueCommand({ QueueUrl })),
  };
}

describeInLab("a finding of a real change", (lab) => {
  let slack: FakeSlack;
  let findings: FindingsQueue;
  let bus: Awaited<ReturnType<typeof listenToBus>>;
  let finding: Finding;

  beforeAll(async () => {
    slack = await startFakeSlack();
    const { apiUrl, signingSecret } = slack;
    await new SSMClient(clientOptions(lab())).send(
      new PutParameterCommand({
        Name: "/kms-guardrail/slack",
        Type: "SecureString",
        Value: JSON.stringify({ token: slackToken, signingSecret, apiUrl }),
      }),
    );
    findings = await subscribeToFindings(lab(), "alerts");
    bus = await listenToBus(lab());
    const call = kmsCalls.find(({ eventName }) => eventName === "PutKeyPolicy");
    const marker = await call?.make(labClients(lab()), quietClients(lab()));
    const record = await tapControl(lab()).waitForRecord("PutKeyPolicy", marker ?? "");
    finding = await findings.waitFor(({ event }) => event?.eventId === record.eventID);
  }, 2 * minute);
  afterAll(async () => {
    await Promise.all([findings?.close(), bus?.close(), slack?.close()]);
  }, minute);

  it(
    "arrives in Slack, once",
    async () => {
      const told = () =>
        slack.messages().filter((message) => JSON.stringify(message).includes(finding.findingId));
      for (const end = Date.now() + minute; told().length === 0 && Date.now() < end; ) {
        await sleep(100);
      }
      expect(told()).toMatchObject([{ channel: "C0ALERTS" }]);
    },
    2 * minute,
  );

  it(
    "is an event on the bus",
    async () => {
      expect(await bus.waitFor(finding.findingId)).toMatchObject({
        "detail-type": "KMS Guardrail Finding",
        detail: { schemaVersion: 1, finding },
      });
    },
    2 * minute,
  );
});
