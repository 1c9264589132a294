import { KMSClient } from "@aws-sdk/client-kms";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { LookPorts } from "../../guardrail/handle/handle-look.ts";
import type { LookMessage } from "../../guardrail/handle/look.ts";
import type { SweepMessage } from "../../guardrail/state/sweep-state.ts";
import type { StartPorts } from "../../guardrail/sweep/start-sweep.ts";
import type { SweepPorts } from "../../guardrail/sweep/sweep-ports.ts";
import { activeSnoozes } from "../../remediation/decision/snooze.ts";
import { calling, reading } from "../client-settings.ts";
import { readDeployedConfig } from "../deployed-config.ts";
import type { Environment } from "../environment.ts";
import type { ConfiguredPorts } from "../functions/judging-config.ts";
import { makeNotifier } from "../publish/aws-notifier.ts";
import { makeKeyLister } from "../read/kms-key-lister.ts";
import { makeSqsQueue } from "../sqs-queue.ts";
import { makeAwsStore, makeAwsStores } from "../store/aws-stores.ts";
import { systemClock } from "../system-clock.ts";
import { makeLiveReader } from "./aws-ports.ts";
import type { SweepEnvironment } from "./sweep-environment.ts";

/** The ports of the function that starts sweeps: it reads nothing but the state. */
export function makeStartPorts(environment: Environment & SweepEnvironment): StartPorts {
  const sqs = new SQSClient(calling);
  return {
    store: makeAwsStore(environment),
    clock: systemClock,
    looks: makeSqsQueue<LookMessage>(sqs, environment.lookQueueUrl),
    sweeps: makeSqsQueue<SweepMessage>(sqs, environment.sweepQueueUrl),
  };
}

/** The ports of the function that looks again. */
export function makeLookPorts(environment: Environment): LookPorts & ConfiguredPorts {
  const { home, lookQueueUrl, configFile } = environment;
  const { store, ledger } = makeAwsStores(environment);
  return {
    home,
    store,
    reader: makeLiveReader(),
    notifier: makeNotifier(environment),
    clock: systemClock,
    looks: makeSqsQueue<LookMessage>(new SQSClient(calling), lookQueueUrl),
    snoozes: () => activeSnoozes(ledger, systemClock),
    deployed: readDeployedConfig(configFile ?? null),
  };
}

/** The ports of the function that sweeps. */
export function makeSweepPorts(
  environment: Environment & SweepEnvironment,
): SweepPorts & ConfiguredPorts {
  const { sweepQueueUrl, readers } = environment;
  return {
    ...makeLookPorts(environment),
    lister: makeKeyLister(new KMSClient(reading)),
    sweeps: makeSqsQueue<SweepMessage>(new SQSClient(calling), sweepQueueUrl),
    readers,
  };
}
