import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { EventBridgeClient, TestEventPatternCommand } from "@aws-sdk/client-eventbridge";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { clientOptions } from "../../lab/client-options.ts";
import { describeInLab } from "./support/describe-in-lab.ts";
import { type EventPattern, eventPatterns } from "./support/heard-events.ts";

const minute = 60_000;

interface SampleRecord {
  readonly eventSource: string;
  readonly eventName: string;
  readonly eventType?: string;
  readonly errorCode?: string;
}

const samples = globSync(["events/*.json", "events/story/*.json"])
  .filter((file) => !/(account|manifest)\.json$/.test(file))
  .flatMap((file) => {
    const json = JSON.parse(readFileSync(file, "utf8"));
    const record = (json.detail ?? json) as Partial<SampleRecord>;
    // A log file or another wrapping has its records inside; rules see one record at a time.
    return record.eventName === undefined
      ? []
      : [{ name: basename(file), record: record as SampleRecord }];
  });

const forwarding = parse(readFileSync("deploy/forwarding/iam-events.yml", "utf8"), {
  logLevel: "silent",
}) as { Resources: Record<string, { Properties?: { EventPattern?: EventPattern } }> };

/** The patterns of all rules. `failedCalls`: as that parameter asks for. */
const patternsFor = (failedCalls: "no" | "yes"): readonly EventPattern[] =>
  [
    ...eventPatterns(failedCalls),
    ...Object.values(forwarding.Resources)
      .flatMap(({ Properties }) => Properties?.EventPattern ?? [])
      .map(({ detail, ...pattern }) => {
        const [, asked, usual] = (detail?.errorCode ?? []) as readonly unknown[];
        return {
          ...pattern,
          detail: { ...detail, errorCode: failedCalls === "no" ? usual : asked },
        };
      }),
  ].filter(({ detail }) => detail?.eventName !== undefined);

const patterns = patternsFor("no");

/** The record as EventBridge delivers it. */
function envelopeOf(record: SampleRecord): object {
  const service = record.eventType === "AwsServiceEvent";
  return {
    version: "0",
    id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
    source: `aws.${record.eventSource.split(".")[0]}`,
    "detail-type": `AWS ${service ? "Service Event" : "API Call"} via CloudTrail`,
    account: "111122223333",
    region: "us-west-2",
    time: "2026-11-03T00:00:00Z",
    resources: [],
    detail: record,
  };
}

const listened = patterns.map((pattern, index) => ({
  pattern,
  rule: `${pattern.detail?.eventSource?.join()} (${index})`,
}));

function isHeard(
  { eventSource, eventName, errorCode }: SampleRecord,
  pattern: EventPattern,
): boolean {
  const { detail } = pattern;
  return (
    detail?.eventSource?.includes(eventSource) === true &&
    detail.eventName?.includes(eventName) === true &&
    errorCode === undefined
  );
}

describeInLab("the pattern of a rule", (lab) => {
  it.each(listened)(
    "for $rule matches each sample that succeeded and has an event name of its, and no other",
    async ({ pattern }) => {
      const client = new EventBridgeClient(clientOptions(lab()));
      const EventPattern = JSON.stringify(pattern);
      const matched: string[] = [];
      for (const { name, record } of samples) {
        const Event = JSON.stringify(envelopeOf(record));
        const { Result } = await client.send(new TestEventPatternCommand({ EventPattern, Event }));
        if (Result === true) matched.push(name);
      }
      const expected = samples.filter(({ record }) => isHeard(record, pattern));
      expect(matched).toEqual(expected.map(({ name }) => name));
    },
    minute,
  );

  it("matches failed calls, too, where they are asked for", async () => {
    const client = new EventBridgeClient(clientOptions(lab()));
    const failed = samples.filter(({ record }) => record.errorCode !== undefined);
    for (const { record } of failed) {
      const Event = JSON.stringify(envelopeOf(record));
      // Who tried to change the guardrail itself is not listened for.
      const heard = patternsFor("yes").filter(
        ({ detail }) =>
          Array.isArray(detail?.errorCode) &&
          detail.errorCode.length > 1 &&
          detail.eventSource?.includes(record.eventSource) === true &&
          detail.eventName?.includes(record.eventName) === true,
      );
      expect(heard.length).toBeGreaterThan(0);
      for (const pattern of heard) {
        const EventPattern = JSON.stringify(pattern);
        const answer = await client.send(new TestEventPatternCommand({ EventPattern, Event }));
        expect(answer.Result).toBe(true);
      }
    }
  });

  it("is asked about failed calls too, and about most names", () => {
    expect(samples.some(({ record }) => record.errorCode !== undefined)).toBe(true);
    expect(samples.length).toBeGreaterThan(80);
    expect(patterns.length).toBeGreaterThan(4);
  });
});
