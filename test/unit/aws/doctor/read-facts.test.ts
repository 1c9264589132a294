import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from "@aws-sdk/client-cloudtrail";
import { DynamoDBServiceException } from "@aws-sdk/client-dynamodb";
import {
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  KMSServiceException,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
} from "@aws-sdk/client-kms";
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SQSClient,
  SQSServiceException,
} from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { readKeyFacts } from "../../../../src/aws/doctor/key-facts.ts";
import { readDoctorFacts } from "../../../../src/aws/doctor/read-facts.ts";
import { selectorsOf } from "../../../../src/aws/doctor/trail-facts.ts";
import { makeMemoryRecords } from "../../../../src/embedded/memory-records.ts";
import { newCanary } from "../../../../src/guardrail/watch/canary.ts";
import type { SweepFacts } from "../../../../src/guardrail/watch/doctor-sweeps.ts";
import { stackRules } from "../../../../src/guardrail/watch/stack-rules.ts";

const options = { region: "us-west-2" };
const clients = {
  cloudTrail: new CloudTrailClient(options),
  events: new EventBridgeClient(options),
  sqs: new SQSClient(options),
  records: makeMemoryRecords(),
  readSweep: async (): Promise<SweepFacts | null> => sweep,
};
const sweep = { startedAt: "2026-11-22T06:00:00.000Z", endedAt: null, lastEndedAt: null };
const kmsClient = new KMSClient(options);
const kms = mockClient(kmsClient);
const cloudTrail = mockClient(clients.cloudTrail);
const events = mockClient(clients.events);
const sqs = mockClient(clients.sqs);
const place = { region: "us-west-2", stack: "kms-guardrail-prod" };
const arn = "arn:aws:kms:us-west-2:111122223333:key/1";
const rule = (name: string) => `${place.stack}-${name}`;
const failure = { $fault: "client", $metadata: {} } as const;

beforeEach(() => {
  for (const mock of [cloudTrail, events, kms, sqs]) mock.reset();
  cloudTrail
    .on(DescribeTrailsCommand)
    .resolves({ trailList: [{ Name: "t", TrailARN: "arn:t", HomeRegion: "us-west-2" }] })
    .on(GetTrailStatusCommand, { Name: "arn:t" })
    .resolves({ IsLogging: true })
    .on(GetEventSelectorsCommand, { TrailName: "arn:t" })
    .resolves({ EventSelectors: [{ ExcludeManagementEventSources: ["kms.amazonaws.com"] }] });
  events
    .on(ListRulesCommand, { NamePrefix: "kms-guardrail-prod-" })
    .resolves({ Rules: [{ Name: rule("kms-key"), State: "ENABLED" }], NextToken: "2" })
    .on(ListRulesCommand, { NextToken: "2" })
    .resolves({ Rules: [{ Name: rule("iam"), State: "DISABLED" }] })
    .on(ListTargetsByRuleCommand)
    .resolves({ Targets: [] })
    .on(ListTargetsByRuleCommand, { Rule: rule("kms-key") })
    .resolves({ Targets: [{ Id: "1", Arn: "arn:f" }] });
  sqs
    .on(GetQueueUrlCommand, { QueueName: "kms-guardrail-prod-dead-letters" })
    .resolves({ QueueUrl: "https://queue" })
    .on(GetQueueAttributesCommand, { QueueUrl: "https://queue" })
    .resolves({
      Attributes: {
        ApproximateNumberOfMessages: "2",
        ApproximateNumberOfMessagesNotVisible: "1",
      },
    });
  kms
    .on(ListKeysCommand)
    .resolves({ Keys: [{ KeyArn: arn }] })
    .on(DescribeKeyCommand)
    .resolves({ KeyMetadata: { KeyId: "1", KeyState: "Enabled" } })
    .on(GetKeyPolicyCommand)
    .rejects(new KMSServiceException({ ...failure, name: "AccessDeniedException" }))
    .on(ListResourceTagsCommand)
    .resolves({})
    .on(ListAliasesCommand)
    .resolves({})
    .on(ListGrantsCommand)
    .resolves({});
});

describe("reading what the doctor looks at", () => {
  it("gives trails, rules, dead letters and what the canary keeps", async () => {
    expect(await readDoctorFacts(clients, place)).toEqual({
      trails: [
        {
          ...{ name: "arn:t", coversRegion: true, isLogging: true },
          selectors: { hasManagementEvents: true, excludesKms: true },
        },
      ],
      rules: [
        ...stackRules
          .filter((name) => name !== "kms-key" && name !== "iam")
          .map((name) => ({ name: rule(name), isMissing: true, isEnabled: false, targets: 0 })),
        { name: rule("kms-key"), isEnabled: true, targets: 1 },
        { name: rule("iam"), isEnabled: false, targets: 0 },
      ],
      deadLetters: 3,
      canary: null,
      sweep,
    });
    const records = makeMemoryRecords();
    await records.write("CANARY", 0, newCanary);
    const { canary } = await readDoctorFacts({ ...clients, records }, place);
    expect(canary).toEqual(newCanary);
  });

  it("does not take a record that may not be read for none", async () => {
    const refusal = new DynamoDBServiceException({ ...failure, name: "AccessDeniedException" });
    const records = { read: () => Promise.reject(refusal) };
    const readSweep = records.read;
    const { canary, sweep } = await readDoctorFacts({ ...clients, records, readSweep }, place);
    expect(canary).toEqual({ unreadable: "AccessDeniedException" });
    expect(sweep).toEqual({ unreadable: "AccessDeniedException" });
  });

  it("gives the keys that cannot be read whole", async () => {
    expect(await readKeyFacts(kmsClient)).toEqual([
      { arn, unread: ["policy: AccessDeniedException"] },
    ]);
  });

  it("tells a queue that is not there from one that may not be read", async () => {
    const rejects = (name: string) =>
      sqs.on(GetQueueUrlCommand).rejects(new SQSServiceException({ ...failure, name }));
    rejects("QueueDoesNotExist");
    expect((await readDoctorFacts(clients, place)).deadLetters).toBeNull();
    rejects("AccessDenied");
    expect((await readDoctorFacts(clients, place)).deadLetters).toEqual({
      unreadable: "AccessDenied",
    });
  });
});

describe("what a trail records", () => {
  const management = { Field: "eventCategory", Equals: ["Management"] };
  const of = (...FieldSelectors: object[]) => [{ FieldSelectors: FieldSelectors as never }];
  it.each([
    ["nothing", [], [], false, false],
    ["management events", [{}], [], true, false],
    ["reads only", [{ ReadWriteType: "ReadOnly" as const }], [], false, false],
    ["data events only", [{ IncludeManagementEvents: false }], [], false, false],
    ["management events, advanced", [], of(management), true, false],
    [
      "reads only, advanced",
      [],
      of(management, { Field: "readOnly", Equals: ["true"] }),
      false,
      false,
    ],
    [
      "all but KMS, advanced",
      [],
      of(management, { Field: "eventSource", NotEquals: ["kms.amazonaws.com"] }),
      true,
      true,
    ],
    [
      "RDS only, advanced",
      [],
      of(management, { Field: "eventSource", Equals: ["rds.amazonaws.com"] }),
      true,
      true,
    ],
    [
      "data events only, advanced",
      [],
      of({ Field: "eventCategory", Equals: ["Data"] }),
      false,
      false,
    ],
  ])("is %s", (_, basic, advanced, hasManagementEvents, excludesKms) => {
    expect(selectorsOf(basic, advanced)).toEqual({ hasManagementEvents, excludesKms });
  });
});
