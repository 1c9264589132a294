import { AsyncLocalStorage } from "node:async_hooks";
import type { Context } from "aws-lambda";
import { makeHandler as makeIamHandler } from "../../handlers/iam.ts";
import { makeHandler as makeKmsKeyHandler } from "../../handlers/kms-key.ts";
import { makeHandler as makeVpcEndpointHandler } from "../../handlers/vpc-endpoint.ts";
import type { EventHandler } from "../../src/aws/functions/event-handler.ts";
import { makeRecordedState } from "../../src/aws/state/recorded-state.ts";
import { makeMemoryNotifier } from "../../src/embedded/memory-notifier.ts";
import { makeMemoryQueue } from "../../src/embedded/memory-queue.ts";
import { makeSnapshotReader } from "../../src/embedded/snapshot-reader.ts";
import type { Finding } from "../../src/guardrail/finding/finding.ts";
import type { EventPorts } from "../../src/guardrail/handle/handle-event.ts";
import type { LookMessage } from "../../src/guardrail/handle/look.ts";
import type { LiveReader, StateStore } from "../../src/guardrail/ports.ts";
import { recordSnapshot } from "../../src/guardrail/state/projection-record.ts";
import { makeQuietTelemetry } from "../unit/aws/quiet-telemetry.ts";
import {
  account,
  delivered,
  home,
  inOrder,
  longHistory,
  type Outcome,
  outcomeOf,
  randomNumbers,
  recordedAt,
} from "./history.ts";

/** How often each port fails. */
const faults = { read: 0.05, refused: 0.05, publish: 0.02, commit: 0.02 };
/** So many functions run at a time. */
const writers = 4;
/** Lambda's own attempts, and EventBridge's after them. */
const mostAttempts = 20;

/** What a history came to, what it comes to in order, and what happened on the way. */
export interface HistoryRun {
  readonly outcome: Outcome;
  readonly expected: Outcome;
  /** Findings, as often as they were published. */
  readonly published: readonly Finding[];
  readonly deliveries: number;
  /** Faults that made a handler fail. */
  readonly failures: number;
  /** How many findings the handlers had told that failed afterwards: each may be told again. */
  readonly toldInVain: number;
}

/** An error as the SDK throws it. */
export function awsError(name: string, $fault: "client" | "server"): Error {
  return Object.assign(new Error(name), { name, $fault, $metadata: {} });
}

/** Reads that are throttled or refused now and then. */
function faultyReader(random: () => number): LiveReader {
  const reader = makeSnapshotReader(() => account);
  const refused = { unreadable: "AccessDeniedException" };
  return {
    ...reader,
    readKey: async (arn) => {
      if (random() < faults.read) throw awsError("ThrottlingException", "client");
      const key = await reader.readKey(arn);
      return key !== null && random() < faults.refused
        ? { ...key, policy: refused, grants: refused }
        : key;
    },
    readEndpoints: async () => {
      if (random() < faults.read) throw awsError("RequestLimitExceeded", "client");
      return random() < faults.refused ? refused : reader.readEndpoints();
    },
  };
}

/** A call that fails before or after it took effect, now and then. */
function faulty<A extends readonly unknown[], R>(
  call: (...args: A) => Promise<R>,
  often: number,
  random: () => number,
): (...args: A) => Promise<R> {
  return async (...args) => {
    const fails = random() < often;
    if (fails && random() < 0.5) throw awsError("InternalServerError", "server");
    const result = await call(...args);
    if (fails) throw awsError("InternalServerError", "server");
    return result;
  };
}

const makers: Readonly<Record<string, typeof makeKmsKeyHandler>> = {
  "kms.amazonaws.com": makeKmsKeyHandler,
  "ec2.amazonaws.com": makeVpcEndpointHandler,
  "iam.amazonaws.com": makeIamHandler,
};

/**
 * Drives the real handlers, several at a time, through a history that arrives late, twice and in no order.
 * `stores`: those of the functions, in turn; `reader`: by which the account is recorded before and read after.
 */
export async function runHistory(
  stores: readonly StateStore[],
  length: number,
  seed: number,
  [reader]: readonly StateStore[] = stores,
): Promise<HistoryRun> {
  const random = randomNumbers(seed);
  const history = longHistory(length, 4, random);
  if (reader === undefined) throw new Error("a history needs a store");
  await recordSnapshot(reader, account, recordedAt);
  const notifier = makeMemoryNotifier();
  let failures = 0;
  let toldInVain = 0;
  /** What the handler told that runs. */
  const telling = new AsyncLocalStorage<Finding[]>();
  const publish = (finding: Finding): Promise<void> => {
    telling.getStore()?.push(finding);
    return notifier.publish(finding);
  };
  let now = 0;
  const clock = { now: () => new Date(now) };
  const handlersOf = (store: StateStore): Readonly<Record<string, EventHandler>> => {
    const commit = faulty(store.commit, faults.commit, random);
    const ports: EventPorts = {
      state: makeRecordedState({ ...store, commit }, faultyReader(random), home, clock),
      notifier: { publish: faulty(publish, faults.publish, random) },
      clock,
      looks: makeMemoryQueue<LookMessage>(),
    };
    const telemetry = makeQuietTelemetry();
    return Object.fromEntries(
      Object.entries(makers).map(([source, make]) => [source, make(ports, telemetry)]),
    );
  };
  const functions = stores.map(handlersOf);
  const context = { functionName: "kms-guardrail", awsRequestId: "r1" } as Context;
  const arrivals = delivered(history, 6, random);
  const deliver = async (record: (typeof arrivals)[number], writer: number): Promise<void> => {
    const source = String(record["eventSource"]);
    now = Math.max(now, Date.parse(String(record["eventTime"])));
    const handle = functions[writer % functions.length]?.[source];
    for (let attempt = 1; attempt <= mostAttempts; attempt++) {
      const told: Finding[] = [];
      try {
        await telling.run(told, async () => handle?.(envelope(record), context));
        return;
      } catch (error) {
        if (attempt === mostAttempts || !isInjected(error)) throw error;
        failures += 1;
        toldInVain += told.length;
      }
    }
  };
  for (let start = 0; start < arrivals.length; start += writers) {
    await Promise.all(arrivals.slice(start, start + writers).map(deliver));
  }
  return {
    outcome: await outcomeOf(reader),
    expected: inOrder(history),
    published: notifier.findings(),
    deliveries: arrivals.length,
    failures,
    toldInVain,
  };
}

function isInjected(error: unknown): boolean {
  return error instanceof Error && "$fault" in error;
}

function envelope(detail: Readonly<Record<string, unknown>>): unknown {
  const source = `aws.${String(detail["eventSource"]).split(".")[0]}`;
  return { version: "0", "detail-type": "AWS API Call via CloudTrail", source, detail };
}
