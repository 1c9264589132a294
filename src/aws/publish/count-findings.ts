import { type Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { findingEventType } from "../../alerts/channels/finding-event.ts";
import type { Notifier } from "../../guardrail/ports.ts";

/**
 * A notifier that counts by severity what it published: findings, not what became of them. Each is a metric
 * of its own, written at once, for the other metrics of an invocation have no severity.
 * https://docs.aws.amazon.com/powertools/typescript/latest/features/metrics/
 */
export function countFindings(notifier: Notifier, metrics: Metrics): Notifier {
  return {
    publish: async (finding) => {
      await notifier.publish(finding);
      if (findingEventType(finding) !== "KMS Guardrail Finding") return;
      metrics
        .singleMetric()
        .addDimension("severity", finding.severity)
        .addMetric("Findings", MetricUnit.Count, 1);
    },
  };
}
