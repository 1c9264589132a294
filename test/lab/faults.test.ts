import { PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { clientOptions } from "../../lab/client-options.ts";
import { describeInLab } from "./support/describe-in-lab.ts";
import { type FindingsQueue, subscribeToFindings } from "./support/findings.ts";
import { createKey } from "./support/kms-calls.ts";
import { labClients, quietClients } from "./support/lab-clients.ts";
import { partnerAccount, policyFor } from "./support/lab-names.ts";
import { type TapControl, tapControl } from "./support/tap-control.ts";

const minute = 60_000;

describeInLab("when AWS fails", (lab) => {
  let findings: FindingsQueue;
  let tap: TapControl;

  beforeAll(async () => {
    findings = await subscribeToFindings(lab(), "faults");
    tap = tapControl(lab());
  }, minute);
  afterAll(() => findings?.close(), minute);

  const clients = () => labClients(lab());
  /** A key that another account may use as soon as `open` is called. */
  async function newKey() {
    const KeyId = await createKey(quietClients(lab()));
    const Policy = policyFor(partnerAccount);
    return {
      KeyId,
      containing: KeyId.slice(-36),
      open: () => clients().kms.send(new PutKeyPolicyCommand({ KeyId, Policy })),
    };
  }
  const findingOn = (keyArn: string) => findings.waitFor(({ resource }) => resource.arn === keyArn);

  it("throttled reads are made again", async () => {
    const { KeyId, containing, open } = await newKey();
    await tap.addError({
      error: "throttling",
      operation: "GetKeyPolicy",
      containing,
      times: 2,
    });
    await open();
    expect(JSON.stringify(await findingOn(KeyId))).not.toContain("unreadable");
  });

  it("refused reads leave the finding in place", async () => {
    const { KeyId, containing, open } = await newKey();
    await tap.addError({ error: "access-denied", operation: "ListGrants", containing });
    await open();
    await findingOn(KeyId);
    await tap.removeErrors(containing);
  });

  it("an invocation that failed is made again", async () => {
    const { KeyId, containing, open } = await newKey();
    await tap.addError({ error: "access-denied", operation: "Publish", containing, times: 1 });
    await open();
    await findingOn(KeyId);
  });

  it(
    "an event that was never judged lies in the queue of dead letters",
    async () => {
      const { containing, open } = await newKey();
      await tap.addError({ error: "access-denied", operation: "Publish", containing });
      await open();
      const { eventID } = await tap.waitForRecord("PutKeyPolicy", containing);
      const sqs = new SQSClient(clientOptions(lab()));
      const QueueUrl = lab().stackOutputs["DeadLetterQueueUrl"];
      await expect
        .poll(
          async () => {
            const { Messages = [] } = await sqs.send(
              new ReceiveMessageCommand({
                QueueUrl,
                MaxNumberOfMessages: 10,
                VisibilityTimeout: 0,
              }),
            );
            return Messages.some(({ Body = "" }) => Body.includes(eventID));
          },
          { timeout: minute / 2, interval: 200 },
        )
        .toBe(true);
      // A later message that names the key is another's: the baseline of a sweep, as it may be.
      await tap.removeErrors(containing);
    },
    minute,
  );

  it.each([
    ["access-denied", "AccessDeniedException", "AccessDenied"],
    ["throttling", "ThrottlingException", "ThrottlingException"],
    ["malformed-policy", "MalformedPolicyDocumentException", "MalformedPolicyDocumentException"],
  ] as const)("a call that fails by %s changes nothing", async (error, name, errorCode) => {
    const { KeyId, containing, open } = await newKey();
    await tap.addError({ error, operation: "PutKeyPolicy", containing });
    await expect(open()).rejects.toMatchObject({ name });
    const record = await tap.waitForRecord("PutKeyPolicy", containing);
    expect(record).toMatchObject({ errorCode, responseElements: null });
    expect(record["resources"]).toMatchObject([{ ARN: KeyId }]);
  });

  it("an event that comes twice has one finding", async () => {
    const { KeyId, containing, open } = await newKey();
    await tap.addDelivery({
      delivery: { kind: "duplicate", copies: 2 },
      eventName: "PutKeyPolicy",
      containing,
    });
    await open();
    await findingOn(KeyId);
    const last = await newKey();
    await last.open();
    await findingOn(last.KeyId);
    const ids = findings.arrived
      .filter(({ resource }) => resource.arn === KeyId)
      .map(({ findingId }) => findingId);
    expect(new Set(ids).size).toBe(1);
  });

  it("an event that comes late is told", async () => {
    const { KeyId, containing, open } = await newKey();
    await tap.addDelivery({ delivery: { kind: "delay", milliseconds: 500 }, containing });
    await open();
    await findingOn(KeyId);
  });

  it("an event that is lost is not told", async () => {
    const lost = await newKey();
    await tap.addDelivery({ delivery: { kind: "drop" }, containing: lost.containing });
    await lost.open();
    const told = await newKey();
    await told.open();
    await findingOn(told.KeyId);
    expect(findings.arrived.filter(({ resource }) => resource.arn === lost.KeyId)).toEqual([]);
  });
});
