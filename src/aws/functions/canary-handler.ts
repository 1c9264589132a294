import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import type { RecordStore } from "../../alerts/records/record-store.ts";
import type { Clock, Notifier } from "../../guardrail/ports.ts";
import {
  afterFlip,
  type CanaryLook,
  type CanaryRecord,
  canaryRecordName,
  lookForFlip,
  newCanary,
} from "../../guardrail/watch/canary.ts";
import { makeTelemetry, type Telemetry } from "./telemetry.ts";

export interface CanaryPorts {
  readonly keyArn: string;
  readonly records: RecordStore;
  readonly notifier: Notifier;
  readonly clock: Clock;
  /** The records of the events that happened since a time, as the guardrail keeps them. */
  readonly eventsSince: (time: string) => Promise<readonly unknown[]>;
  /** Sets the canary key's tag; KMS's id of the call. */
  readonly flip: (value: string) => Promise<string | null>;
}

/** What a run of the canary found, and whether it set the tag anew. */
export interface CanaryReport {
  readonly outcome: CanaryLook["outcome"];
  readonly seconds: number | null;
  readonly isFlipped: boolean;
}

export type CanaryHandler = (event: unknown, context: Context) => Promise<CanaryReport>;

/** CloudTrail's clock is another than ours. */
const clockSkewMs = 60_000;

/** A Lambda handler that sets a tag of a key that decides nothing, and looks whether its event came back. */
export function makeCanaryHandler(
  ports: CanaryPorts,
  { logger, metrics }: Telemetry = makeTelemetry(),
): CanaryHandler {
  return middy<unknown, CanaryReport>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics))
    .handler(async () => {
      const report = await runCanary(ports, ({ outcome, seconds }) => {
        if (outcome === "missed") metrics.addMetric("CanaryMissed", MetricUnit.Count, 1);
        if (seconds === null) return;
        metrics.addMetric("CanaryArrived", MetricUnit.Count, 1);
        metrics.addMetric("CanarySeconds", MetricUnit.Seconds, seconds);
      });
      logger.info("canary", { report: { ...report } });
      return report;
    });
}

/** What was found is told, then kept, then the tag is set: a run that is killed between repeats, and misses nothing. */
async function runCanary(
  { keyArn, records, notifier, clock, eventsSince, flip }: CanaryPorts,
  count: (look: CanaryLook) => void,
): Promise<CanaryReport> {
  const kept = await records.read<CanaryRecord>(canaryRecordName);
  const before = kept?.value ?? newCanary;
  let version = kept?.version ?? 0;
  const events =
    before.awaited === null
      ? []
      : await eventsSince(earlier(before.awaited.flippedAt, clockSkewMs));
  const look = lookForFlip(before, events, keyArn, clock.now());
  const { outcome, seconds, isDue, record, finding } = look;
  if (finding !== null) await notifier.publish(finding);
  const report = { outcome, seconds, isFlipped: false };
  if (record !== before) {
    // Another run was faster: it counts, and sets the tag.
    if ((await records.write(canaryRecordName, version, record)) === "stale") return report;
    version += 1;
  }
  count(look);
  if (!isDue) return report;
  const flippedAt = clock.now().toISOString();
  const requestId = await flip(flippedAt);
  const after = afterFlip(record, { value: flippedAt, requestId, flippedAt });
  const written = await records.write(canaryRecordName, version, after);
  return { ...report, isFlipped: written === "saved" };
}

function earlier(time: string, ms: number): string {
  return new Date(Date.parse(time) - ms).toISOString();
}
