import { MetricUnit } from "@aws-lambda-powertools/metrics";
import type middy from "@middy/core";
import type { EventReport } from "./event-report.ts";
import type { Telemetry } from "./telemetry.ts";

/** Logs and counts what became of each event, also of one that could not be handled. */
export function tellReport({
  logger,
  metrics,
}: Telemetry): middy.MiddlewareObj<unknown, EventReport> {
  return {
    name: "tellReport",
    after: ({ response }) => {
      if (response === null || response === undefined) return;
      logger.info("event judged", { report: { ...response } });
      metrics.addMetric("EventsJudged", MetricUnit.Count, 1);
      metrics.addMetric("FindingsPublished", MetricUnit.Count, response.findings.length);
      if (response.attempt !== null) metrics.addMetric("FailedCalls", MetricUnit.Count, 1);
      if (response.secondsToFinding !== null) {
        metrics.addMetric("SecondsToFinding", MetricUnit.Seconds, response.secondsToFinding);
      }
    },
    onError: ({ error }) => {
      logger.error("event not handled", { error });
      metrics.addMetric("EventsNotHandled", MetricUnit.Count, 1);
    },
  };
}
