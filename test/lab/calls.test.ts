import { afterAll, beforeAll, expect, it } from "vitest";
import { parseRecord } from "../../src/cloudtrail/parse-record.ts";
import { describeInLab } from "./support/describe-in-lab.ts";
import { ec2Calls } from "./support/ec2-calls.ts";
import { type FindingsQueue, subscribeToFindings } from "./support/findings.ts";
import { heardEvents } from "./support/heard-events.ts";
import { iamCalls } from "./support/iam-calls.ts";
import { kmsCalls } from "./support/kms-calls.ts";
import { labClients, quietClients } from "./support/lab-clients.ts";
import { tapControl } from "./support/tap-control.ts";

const minute = 60_000;
/** IAM's as forwarded from us-east-1. The lab's account is in no organization. */
const heard = heardEvents(["kms.amazonaws.com", "ec2.amazonaws.com", "iam.amazonaws.com"]);

/** Calls that moto does not have, and what KMS does by itself. */
const unmade = [
  "DeleteExpiredKeyMaterial",
  "DeleteImportedKeyMaterial",
  "DeleteKey",
  "DeleteUserPermissionsBoundary",
  "ImportKeyMaterial",
  "PutUserPermissionsBoundary",
  "UpdatePrimaryRegion",
];

describeInLab("a call by the AWS SDK", (lab) => {
  let findings: FindingsQueue;

  beforeAll(async () => {
    findings = await subscribeToFindings(lab(), "calls");
  }, minute);
  afterAll(() => findings?.close(), minute);

  it.each([...kmsCalls, ...ec2Calls, ...iamCalls])(
    "$eventName is told",
    async ({ eventName, make, isSilent }) => {
      const marker = await make(labClients(lab()), quietClients(lab()));
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
    expect([...heard].filter((name) => !made.has(name)).sort()).toEqual(unmade);
  });
});
