import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, expect, it, vi } from "vitest";
import tagEvent from "../../../../events/TagResource.json" with { type: "json" };
import { makeAwsPorts } from "../../../../src/aws/ports/aws-ports.ts";
import { DEFAULT_CONFIG } from "../../../../src/guardrail/config/config.ts";
import { handleEvent } from "../../../../src/guardrail/handle/handle-event.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { readSampleAccount } from "../../../support/samples.ts";

const { account, region } = readSampleAccount();
const kms = mockClient(KMSClient);
const ec2 = mockClient(EC2Client);
const iam = mockClient(IAMClient);
const sns = mockClient(SNSClient);
const dynamodb = mockClient(DynamoDBDocumentClient);
const s3 = mockClient(S3Client);
const sqs = mockClient(SQSClient);
const mocks = [kms, ec2, iam, sns, dynamodb, s3] as const;

afterEach(() => {
  for (const mock of [...mocks, sqs]) mock.restore();
});

it("wires reading, publishing and keeping to AWS", async () => {
  vi.stubEnv("AWS_REGION", region);
  kms.onAnyCommand().resolves({});
  ec2.onAnyCommand().resolves({});
  iam.onAnyCommand().resolves({});
  sns.onAnyCommand().resolves({});
  dynamodb.onAnyCommand().resolves({});
  s3.onAnyCommand().resolves({});
  sqs.onAnyCommand().resolves({});
  const findingsTopicArn = `arn:aws:sns:${region}:${account}:findings`;
  const ports = makeAwsPorts({
    home: { account, region },
    findingsTopicArn,
    stateTable: "state",
    stateBucket: "state-bucket",
    lookQueueUrl: "https://sqs.us-west-2.amazonaws.com/111122223333/look",
  });
  const before = Date.now();
  const handled = await handleEvent(tagEvent, ports, {
    config: DEFAULT_CONFIG,
    compiler: createCompiler(),
  });
  expect(handled.published).toMatchObject([{ kind: "blind" }]);
  expect(ports.clock.now().getTime()).toBeGreaterThanOrEqual(before);
  expect(mocks.map((mock) => mock.calls().length)).toEqual([5, 1, 1, 1, 5, 1]);
  expect(sns.call(0).args[0]).toBeInstanceOf(PublishCommand);
});
