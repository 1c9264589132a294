import { TagResourceCommand } from "@aws-sdk/client-kms";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, it } from "vitest";
import { clientOptions } from "../../lab/client-options.ts";
import { type SubscribedQueue, subscribeQueue } from "../../lab/subscribe-queue.ts";
import type { Digest } from "../../src/alerts/channels/digest.ts";
import { describeInLab } from "./support/describe-in-lab.ts";
import { type FindingsQueue, subscribeToFindings } from "./support/findings.ts";
import { createKey } from "./support/kms-calls.ts";
import { clientsOfUser, quietClients } from "./support/lab-clients.ts";
import { uniqueName } from "./support/lab-names.ts";

const minute = 60_000;

describeInLab("what is informational", (lab) => {
  let findings: FindingsQueue;
  let digests: SubscribedQueue<Digest["json"]>;

  beforeAll(async () => {
    findings = await subscribeToFindings(lab(), "informational");
    digests = await subscribeQueue(lab(), "digests", "DigestTopicArn");
  }, minute);
  afterAll(async () => {
    await Promise.all([findings?.close(), digests?.remove()]);
  }, minute);

  it(
    "is told in the digest, once",
    async () => {
      const KeyId = await createKey(quietClients(lab()));
      const { kms } = await clientsOfUser(lab(), `digested-${uniqueName()}`);
      const Tags = [{ TagKey: "team", TagValue: "blue" }];
      await kms.send(new TagResourceCommand({ KeyId, Tags }));
      const { findingId, severity, title } = await findings.waitFor(
        ({ resource }) => resource.arn === KeyId,
      );
      expect(severity).toBe("informational");
      const lambda = new LambdaClient(clientOptions(lab()));
      const FunctionName = `${lab().stackName}-digest`;
      const told: Digest["json"][] = [];
      const named = () =>
        told.flatMap((one) => one.findings).filter((one) => one.findingId === findingId);
      for (const end = Date.now() + minute; named().length === 0 && Date.now() < end; ) {
        await lambda.send(new InvokeCommand({ FunctionName, Payload: "{}" }));
        told.push(...(await digests.receive()));
      }
      expect(told.at(-1)).toMatchObject({ schemaVersion: 1, kind: "digest" });
      expect(named()).toMatchObject([
        { severity, title, resource: KeyId, eventName: "TagResource" },
      ]);
      // It was removed from the digest's queue.
      await lambda.send(new InvokeCommand({ FunctionName, Payload: "{}" }));
      told.push(...(await digests.receive()));
      expect(named()).toHaveLength(1);
    },
    2 * minute,
  );
});
