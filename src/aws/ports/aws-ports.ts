import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { LookMessage } from "../../guardrail/handle/look.ts";
import type { LiveReader } from "../../guardrail/ports.ts";
import { activeSnoozes } from "../../remediation/decision/snooze.ts";
import { makeOwnCalls } from "../../remediation/revert/own-calls.ts";
import { calling, reading } from "../client-settings.ts";
import { readDeployedConfig } from "../deployed-config.ts";
import type { Environment } from "../environment.ts";
import type { HandlerPorts } from "../functions/event-handler.ts";
import { makeNotifier } from "../publish/aws-notifier.ts";
import { makeEc2Reader } from "../read/ec2-reader.ts";
import { makeIamReader } from "../read/iam-reader.ts";
import { makeKmsReader } from "../read/kms-reader.ts";
import { makeSqsQueue } from "../sqs-queue.ts";
import { makeRecordedState } from "../state/recorded-state.ts";
import { makeAwsStores } from "../store/aws-stores.ts";
import { systemClock } from "../system-clock.ts";

/** The ports of a deployed guardrail's functions that judge. */
export function makeAwsPorts(environment: Environment): HandlerPorts {
  const { home, configFile, lookQueueUrl } = environment;
  const { store, ledger } = makeAwsStores(environment);
  return {
    state: makeRecordedState(store, makeLiveReader(), home, systemClock),
    notifier: makeNotifier(environment),
    clock: systemClock,
    looks: makeSqsQueue<LookMessage>(new SQSClient(calling), lookQueueUrl),
    ownCalls: makeOwnCalls(ledger),
    snoozes: () => activeSnoozes(ledger, systemClock),
    deployed: readDeployedConfig(configFile ?? null),
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
