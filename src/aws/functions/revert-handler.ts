import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { type RevertResult, revertFinding } from "../../remediation/revert/revert-finding.ts";
import type { RevertOptions, RevertPorts } from "../../remediation/revert/revert-ports.ts";
import { makeTelemetry, type Telemetry } from "./telemetry.ts";

/** What became of a message's finding; none of the account's policies. */
export interface RevertReport {
  readonly findingId: string;
  readonly outcome: "told" | "passed-over";
  readonly status: string | null;
  readonly reason: string | null;
}

export type RevertHandler = (event: unknown, context: Context) => Promise<readonly RevertReport[]>;

/** A message that names no finding. */
export class UnreadableMessageError extends Error {
  override readonly name = "UnreadableMessageError";
  readonly code = "E_MESSAGE_UNREADABLE";
}

/**
 * A Lambda handler of findings that a topic hands over. A message says which finding is meant and
 * nothing else: what is written comes from the recorded state.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export function makeRevertHandler(
  ports: RevertPorts,
  options: RevertOptions,
  telemetry: Telemetry = makeTelemetry(),
): RevertHandler {
  const { logger, metrics } = telemetry;
  return middy<unknown, readonly RevertReport[]>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics))
    .handler(async (event: unknown): Promise<readonly RevertReport[]> => {
      const reports: RevertReport[] = [];
      for (const findingId of findingsOfMessages(event)) {
        const report = reportOf(findingId, await revertFinding(findingId, ports, options));
        logger.info("finding handled", { report: { ...report } });
        for (const [name, value] of countsOf(report)) {
          metrics.addMetric(name, MetricUnit.Count, value);
        }
        reports.push(report);
      }
      return reports;
    });
}

function reportOf(findingId: string, result: RevertResult): RevertReport {
  const { outcome } = result;
  if (result.outcome === "passed-over") {
    return { findingId, outcome, status: null, reason: result.reason };
  }
  const { notes, remediation } = result.finding;
  const reason = notes.findLast(({ text }) => text === remediation.refusedBecause)?.code ?? null;
  return { findingId, outcome, status: remediation.status, reason };
}

/** What alarms and dashboards count. */
function countsOf({ status, reason }: RevertReport): readonly (readonly [string, number])[] {
  const count = (isCounted: boolean): number => (isCounted ? 1 : 0);
  return [
    ["RevertsHandled", 1],
    ["RevertsMade", count(status === "verified" || status === "applied")],
    ["RevertsFailed", count(status === "failed")],
    ["BreakerOpen", count(reason === "breakerOpen")],
  ];
}

function findingsOfMessages(event: unknown): readonly string[] {
  const { Records: records } = (event ?? {}) as { readonly Records?: unknown };
  if (!Array.isArray(records)) throw new UnreadableMessageError("the event has no SNS messages");
  return records.map((record: { readonly Sns?: { readonly Message?: unknown } }) => {
    const findingId = findingIdOf(record.Sns?.Message);
    if (findingId !== null) return findingId;
    throw new UnreadableMessageError("the SNS message holds no finding");
  });
}

function findingIdOf(message: unknown): string | null {
  if (typeof message !== "string") return null;
  try {
    const { findingId } = (JSON.parse(message) ?? {}) as { readonly findingId?: unknown };
    return typeof findingId === "string" ? findingId : null;
  } catch {
    return null;
  }
}
