import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import type { RecordStore } from "../../alerts/records/record-store.ts";
import type { Clock, Notifier } from "../../guardrail/ports.ts";
import { type DoctorFacts, diagnose } from "../../guardrail/watch/doctor.ts";
import type { Check } from "../../guardrail/watch/doctor-check.ts";
import { type DoctorRecord, judgeChecks } from "../../guardrail/watch/judge-checks.ts";
import { makeTelemetry, type Telemetry } from "./telemetry.ts";

export interface DoctorPorts {
  /** The ARN of the stack that is looked at. */
  readonly stackArn: string;
  readonly readFacts: () => Promise<DoctorFacts>;
  readonly records: RecordStore;
  readonly notifier: Notifier;
  readonly clock: Clock;
}

/** What the doctor found, and the findings that it told. */
export interface DoctorReport {
  readonly checks: Readonly<Record<string, Check["result"]>>;
  readonly findings: readonly string[];
}

export type DoctorHandler = (event: unknown, context: Context) => Promise<DoctorReport>;

/** The name of the doctor's record among those that the guardrail keeps. */
const recordName = "DOCTOR";

/** A Lambda handler that looks at the guardrail itself, and tells what is not in order that it did not tell before. */
export function makeDoctorHandler(
  ports: DoctorPorts,
  { logger, metrics }: Telemetry = makeTelemetry(),
): DoctorHandler {
  return middy<unknown, DoctorReport>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics))
    .handler(async () => {
      const { checks, findings } = await examine(ports);
      for (const check of checks) logger.info("doctor", { check: { ...check } });
      const count = (result: Check["result"]) =>
        checks.filter((check) => check.result === result).length;
      metrics.addMetric("DoctorFailed", MetricUnit.Count, count("failed"));
      metrics.addMetric("DoctorUnknown", MetricUnit.Count, count("unknown"));
      return {
        checks: Object.fromEntries(checks.map(({ check, result }) => [check, result])),
        findings,
      };
    });
}

/** Told first, kept last: a run that is killed between the two tells the same by the same ids. */
async function examine({ stackArn, readFacts, records, notifier, clock }: DoctorPorts) {
  const kept = await records.read<DoctorRecord>(recordName);
  const checks = diagnose(await readFacts(), clock.now());
  const resource = { type: "AWS::CloudFormation::Stack", arn: stackArn };
  const before = kept?.value ?? {};
  const { findings, record } = judgeChecks(checks, before, resource, clock.now().toISOString());
  for (const finding of findings) await notifier.publish(finding);
  // Kept each time, for records that nobody writes expire. Where another run was faster, it told the same by the same ids.
  await records.write(recordName, kept?.version ?? 0, record);
  return { checks, findings: findings.map(({ findingId }) => findingId) };
}
