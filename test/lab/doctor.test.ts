import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from "@aws-sdk/client-cloudtrail";
import { DeleteRuleCommand, EventBridgeClient, PutRuleCommand } from "@aws-sdk/client-eventbridge";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, it } from "vitest";
import { clientOptions } from "../../lab/client-options.ts";
import { deployedRecords } from "../../lab/deployed-store.ts";
import { newCanary } from "../../src/guardrail/watch/canary.ts";
import { describeInLab } from "./support/describe-in-lab.ts";
import { type FindingsQueue, subscribeToFindings } from "./support/findings.ts";
import { runLabCli } from "./support/lab-cli.ts";
import { uniqueName } from "./support/lab-names.ts";
import { tapControl } from "./support/tap-control.ts";

const minute = 60_000;

describeInLab("the doctor", (lab) => {
  const trail = `lab-trail-${uniqueName()}`;
  let home = "";
  let findings: FindingsQueue;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "kms-guardrail-doctor-"));
    findings = await subscribeToFindings(lab(), "doctor");
  }, minute);
  afterAll(async () => {
    await rm(home, { recursive: true, force: true });
    await findings?.close();
  }, minute);

  /** What the command tells of the deployed stack, by check. */
  const byHand = async () => {
    const args = ["doctor", "--stack", lab().stackName, "--json"];
    const { stdout, exitCode } = await runLabCli(lab(), home, args);
    const lines = stdout.trim().split("\n");
    const checks = lines.map((line) => JSON.parse(line) as { check: string });
    return { exitCode, checks: Object.fromEntries(checks.map((one) => [one.check, one])) };
  };
  /** What the deployed function tells. */
  const bySchedule = async () => {
    const lambda = new LambdaClient(clientOptions(lab()));
    const FunctionName = `${lab().stackName}-doctor`;
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: "{}" }));
    return JSON.parse(Payload?.transformToString() ?? "") as {
      readonly checks: Readonly<Record<string, string>>;
      readonly findings: readonly string[];
    };
  };

  it(
    "tells by hand what is in order, what is not, and what it cannot know",
    async () => {
      const { exitCode, checks } = await byHand();
      expect(exitCode).toBe(1);
      expect(checks).toMatchObject({
        // The tap stands for CloudTrail: there is no trail.
        trail: { result: "failed" },
        "kms-events": { result: "failed" },
        rules: {
          result: "passed",
          text: expect.stringMatching(/^all \d\d rules are enabled and have targets$/),
        },
        // What other tests left behind decides.
        keys: { result: expect.stringMatching(/passed|failed/) },
        "dead-letters": { result: expect.stringMatching(/passed|failed/) },
        // Its key is not where the tap looks for keys.
        canary: { result: "unknown", text: "the canary did not set its tag yet" },
      });
    },
    minute,
  );

  it(
    "tells as unknown what AWS refuses",
    async () => {
      const tap = tapControl(lab());
      // Calls that nobody else makes.
      for (const operation of ["DescribeTrails", "ListRules", "GetQueueUrl"]) {
        await tap.addError({ error: "access-denied", operation, times: 1 });
      }
      const { checks } = await byHand();
      for (const check of ["trail", "kms-events", "rules", "dead-letters"]) {
        expect(checks[check]).toMatchObject({
          result: "unknown",
          text: expect.stringContaining("AccessDenied"),
        });
      }
    },
    minute,
  );

  it(
    "finds a rule without a target, and when the canary's tag came back",
    async () => {
      const events = new EventBridgeClient(clientOptions(lab()));
      const Name = `${lab().stackName}-untargeted`;
      const EventPattern = JSON.stringify({ source: ["kms-guardrail.nobody"] });
      const records = await deployedRecords(lab());
      const flippedAt = new Date().toISOString();
      await events.send(new PutRuleCommand({ Name, EventPattern }));
      try {
        const canary = {
          ...newCanary,
          lastFlipAt: flippedAt,
          arrived: { flippedAt, seconds: 240 },
        };
        const before = (await records.read("CANARY"))?.version ?? 0;
        expect(await records.write("CANARY", before, canary)).toBe("saved");
        const { checks } = await byHand();
        expect(checks).toMatchObject({
          rules: { result: "failed", text: `\`${Name}\` has no target` },
          canary: {
            result: "passed",
            text: `the canary key's tag of ${flippedAt} came back as an event after 240 s`,
          },
        });
      } finally {
        await events.send(new DeleteRuleCommand({ Name }));
        const { version = 0 } = (await records.read("CANARY")) ?? {};
        await records.write("CANARY", version, newCanary);
      }
    },
    minute,
  );

  it(
    "tells on schedule what it did not tell before, and that it is gone",
    async () => {
      const told = await bySchedule();
      expect(told.checks).toMatchObject({ trail: "failed", rules: "passed", canary: "unknown" });
      const first = await findings.waitFor(
        ({ findingId, title }) => told.findings.includes(findingId) && title.includes("no trail"),
      );
      expect(first).toMatchObject({
        kind: "blind",
        severity: "critical",
        event: null,
        resource: {
          type: "AWS::CloudFormation::Stack",
          arn: expect.stringContaining(`:stack/${lab().stackName}/`),
        },
      });
      expect((await bySchedule()).findings).toEqual([]);

      const cloudTrail = new CloudTrailClient(clientOptions(lab()));
      await cloudTrail.send(
        new CreateTrailCommand({ Name: trail, S3BucketName: "trails", IsMultiRegionTrail: true }),
      );
      try {
        await cloudTrail.send(
          new PutEventSelectorsCommand({
            TrailName: trail,
            EventSelectors: [{ ReadWriteType: "All", IncludeManagementEvents: true }],
          }),
        );
        await cloudTrail.send(new StartLoggingCommand({ Name: trail }));
        expect((await byHand()).checks).toMatchObject({
          trail: { result: "passed" },
          "kms-events": { result: "passed" },
        });
        expect((await bySchedule()).findings).toContain(first.findingId);
        const gone = await findings.waitFor(
          ({ findingId, notes }) =>
            findingId === first.findingId && notes.some(({ code }) => code === "resolved"),
        );
        expect(gone.title).toBe(`resolved: ${first.title}`);
      } finally {
        await cloudTrail.send(new DeleteTrailCommand({ Name: trail }));
      }
    },
    2 * minute,
  );
});
