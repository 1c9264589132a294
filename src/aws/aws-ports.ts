import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { SNSClient } from "@aws-sdk/client-sns";
import type { EventPorts } from "../guardrail/handle-event.ts";
import type { LiveReader } from "../guardrail/ports.ts";
import { makeEc2Reader } from "./ec2-reader.ts";
import type { Environment } from "./environment.ts";
import { makeIamReader } from "./iam-reader.ts";
import { makeKmsReader } from "./kms-reader.ts";
import { makeSnsNotifier } from "./sns-notifier.ts";
import { systemClock } from "./system-clock.ts";
import { makeUnrecordedState } from "./unrecorded-state.ts";

/** A call that hangs is given up in time for another, so that it does not use up the invocation. */
const requestHandler = {
  connectionTimeout: 3_000,
  requestTimeout: 10_000,
  throwOnRequestTimeout: true,
};
const calling = { maxAttempts: 5, requestHandler } as const;
/** Reads back off together when AWS throttles them. */
const reading = { ...calling, retryMode: "adaptive" } as const;

/** The ports of a deployed guardrail. */
export function makeAwsPorts({ home, findingsTopicArn }: Environment): EventPorts {
  return {
    state: makeUnrecordedState(makeLiveReader(), home),
    notifier: makeSnsNotifier(new SNSClient(calling), findingsTopicArn),
    clock: systemClock,
  };
}

/** Reads the account and Region of the SDK's default credentials. */
export function makeLiveReader(): LiveReader {
  return {
    ...makeKmsReader(new KMSClient(reading)),
    ...makeEc2Reader(new EC2Client(reading)),
    ...makeIamReader(new IAMClient(reading)),
  };
}
