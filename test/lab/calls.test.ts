import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parseRecord } from "../../src/cloudtrail/parse-record.ts";
import { describeInLab } from "./support/describe-in-lab.ts";
import { ec2Calls } from "./support/ec2-calls.ts";
import { type FindingsQueue, subscribeToFindings } from "./support/findings.ts";
import { forwardIamEvents } from "./support/forward-iam-events.ts";
import { heardEvents } from "./support/heard-events.ts";
import { iamCalls } from "./support/iam-calls.ts";
import { kmsCalls } from "./support/kms-calls.ts";
import { labClients } from "./support/lab-clients.ts";
import { documentOf } from "./support/lab-names.ts";
import { tapControl } from "./support/tap-control.ts";

const minute = 60_000;
const heard = heardEvents();

describeInLab("a call by the AWS SDK", (lab) => {
  let findings: FindingsQueue;

  beforeAll(async () => {
    findings = await subscribeToFindings(lab(), "calls");
    await giveBlueKeys();
    await forwardIamEvents(lab());
  }, minute);
  afterAll(() => findings?.close(), minute);

  /** A role that may use keys by their tags and by their aliases. */
  async function giveBlueKeys(): Promise<void> {
    const { iam } = labClients(lab());
    const RoleName = "lab-blue";
    const AssumeRolePolicyDocument = documentOf({
      Principal: { Service: "lambda.amazonaws.com" },
      Action: "sts:AssumeRole",
    });
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const conditions = {
      tag: { StringEquals: { "aws:ResourceTag/team": "blue" } },
      alias: { "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/lab-orders-*" } },
    };
    for (const [PolicyName, Condition] of Object.entries(conditions)) {
      const PolicyDocument = documentOf({ Action: "kms:Decrypt", Resource: "*", Condition });
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    }
  }

  it.each([...kmsCalls, ...ec2Calls, ...iamCalls])(
    "$eventName is told",
    async ({ eventName, make, isSilent }) => {
      const marker = await make(labClients(lab()));
      const record = await tapControl(lab()).waitForRecord(eventName, marker);
      expect(parseRecord(record)).toMatchObject({ outcome: "change" });
      if (isSilent || !heard.has(eventName)) return;
      const finding = await findings.waitFor(({ event }) => event?.eventId === record.eventID);
      expect(finding.event).toMatchObject({ eventName, eventTime: record.eventTime });
    },
    minute,
  );

  it("is made here for each event name that the rules hear", () => {
    const made = new Set([...kmsCalls, ...ec2Calls, ...iamCalls].map(({ eventName }) => eventName));
    expect([...heard].filter((name) => !made.has(name))).toEqual([]);
  });
});
