import { CreateKeyCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import {
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { clientOptions } from "../../lab/client-options.ts";
import type { Finding } from "../../src/guardrail/finding/finding.ts";
import type { ShownMessage } from "../support/fake-slack.ts";
import { type BusEvents, listenToBus } from "./support/bus-events.ts";
import { describeInLab } from "./support/describe-in-lab.ts";
import { type FakeChannels, startFakeChannels } from "./support/fake-channels.ts";
import { type FindingsQueue, subscribeToFindings } from "./support/findings.ts";
import { createKey } from "./support/kms-calls.ts";
import { labClients, quietClients } from "./support/lab-clients.ts";
import { partnerAccount, policyFor } from "./support/lab-names.ts";

const minute = 60_000;
const patience = { timeout: minute, interval: 100 };

describeInLab("a finding of a real change", (lab) => {
  let channels: FakeChannels;
  let findings: FindingsQueue;
  let bus: BusEvents;
  let finding: Finding;

  const Policy = policyFor(partnerAccount);
  const findingOn = (keyArn: string) => findings.waitFor(({ resource }) => resource.arn === keyArn);
  const naming =
    (text: string) =>
    (message: unknown): boolean =>
      JSON.stringify(message).includes(text);
  const inSlack = (findingId: string): readonly ShownMessage[] =>
    channels.slack.messages().filter(naming(findingId));

  beforeAll(async () => {
    channels = await startFakeChannels(lab());
    findings = await subscribeToFindings(lab(), "alerts");
    bus = await listenToBus(lab());
    // What was before a key that is made is known without a sweep.
    const { KeyMetadata } = await labClients(lab()).kms.send(new CreateKeyCommand({ Policy }));
    finding = await findingOn(KeyMetadata?.Arn ?? "");
  }, 2 * minute);
  afterAll(async () => {
    await Promise.all([findings?.close(), bus?.close(), channels?.close()]);
  }, minute);

  it(
    "arrives in Slack, once",
    async () => {
      await expect.poll(() => inSlack(finding.findingId), patience).not.toEqual([]);
      expect(inSlack(finding.findingId)).toMatchObject([{ channel: "C0ALERTS" }]);
    },
    2 * minute,
  );

  it(
    "arrives in Teams as a card, once",
    async () => {
      const told = () => channels.teams.taken.filter(naming(finding.findingId));
      await expect.poll(told, patience).not.toEqual([]);
      const [card, ...more] = told();
      expect(more).toEqual([]);
      expect(naming("CRITICAL: account 444455556666 ")(card)).toBe(true);
      expect(channels.teams.paths).toContain("/workflows/of-the-lab");
    },
    2 * minute,
  );

  it(
    "pages somebody, once, under its own key",
    async () => {
      const told = () => channels.pagerDuty.taken.filter(naming(finding.findingId));
      await expect.poll(told, patience).not.toEqual([]);
      expect(told()).toMatchObject([
        {
          event_action: "trigger",
          dedup_key: finding.findingId,
          payload: { severity: "critical", source: finding.resource.arn },
        },
      ]);
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

  it(
    "is lost by no outage of Slack, and doubled by none",
    async () => {
      const sqs = new SQSClient(clientOptions(lab()));
      const QueueName = `${lab().stackName}-slack`;
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
      // Between two attempts lie three minutes as deployed.
      const Attributes = { VisibilityTimeout: "2" };
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
      const KeyId = await createKey(quietClients(lab()));
      const ahead = channels.slack.failAbout(
        KeyId.slice(-36),
        "chat.postMessage",
        { status: 500 },
        { retryAfter: 60 },
        "timeout",
        // Posted, but the function gives up before it hears of it.
        "lost",
      );
      await labClients(lab()).kms.send(new PutKeyPolicyCommand({ KeyId, Policy }));
      const { findingId } = await findingOn(KeyId);
      // What was found again is shown anew.
      await expect
        .poll(() => inSlack(findingId).some(({ edits }) => edits > 0), patience)
        .toBe(true);
      expect(ahead).toEqual([]);
      expect(inSlack(findingId)).toHaveLength(1);
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: lab().stackOutputs["DeadLetterQueueUrl"],
          MaxNumberOfMessages: 10,
          VisibilityTimeout: 0,
        }),
      );
      expect(Messages.filter(naming(findingId))).toEqual([]);
      // Else whatever fails once nobody plays Slack any more would be tried again every two seconds.
      const asDeployed = { VisibilityTimeout: "180" };
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: asDeployed }));
    },
    2 * minute,
  );
});
