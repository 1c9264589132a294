import { setTimeout } from "node:timers/promises";
import { EC2Client } from "@aws-sdk/client-ec2";
import { KMSClient } from "@aws-sdk/client-kms";
import { DEFAULT_LIMITS } from "../../guardrail/config/limits.ts";
import { createCompiler } from "../../kms/compiler.ts";
import { revertLimits } from "../../remediation/revert/revert-limits.ts";
import type { RevertOptions, RevertPorts } from "../../remediation/revert/revert-ports.ts";
import { calling, reading } from "../client-settings.ts";
import { readDeployedConfig } from "../deployed-config.ts";
import type { Environment } from "../environment.ts";
import { makeNotifier } from "../publish/aws-notifier.ts";
import { makeEc2Reader } from "../read/ec2-reader.ts";
import { makeKmsReader } from "../read/kms-reader.ts";
import { makeRevertWriter } from "../revert-writer.ts";
import { makeRecordedEvents } from "../state/recorded-events.ts";
import { makeAwsStores } from "../store/aws-stores.ts";
import { systemClock } from "../system-clock.ts";
import { makeAwsSignatures } from "./decision-ports.ts";

/** The ports of the remediation function: the only ones that write to the account. */
export function makeRevertPorts(environment: Environment): RevertPorts {
  const { home } = environment;
  const { store, ledger, findings } = makeAwsStores(environment);
  return {
    findings,
    events: makeRecordedEvents(store, home),
    reader: {
      ...makeKmsReader(new KMSClient(reading)),
      ...makeEc2Reader(new EC2Client(reading)),
    },
    writer: makeRevertWriter(new KMSClient(calling), new EC2Client(calling)),
    ledger,
    signatures: makeAwsSignatures(environment),
    notifier: makeNotifier(environment),
    clock: systemClock,
    wait: (milliseconds) => setTimeout(milliseconds),
  };
}

export function makeRevertOptions({ configFile, remediationRole }: Environment): RevertOptions {
  const { config, unreadable } = readDeployedConfig(configFile ?? null);
  return {
    config,
    configUnreadable: unreadable,
    compiler: createCompiler(),
    principal: remediationRole ?? null,
    limits: revertLimits(config.limits ?? DEFAULT_LIMITS),
  };
}
