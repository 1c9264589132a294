import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { Finding } from "../../guardrail/finding/finding.ts";
import { makeTelemetry, type Telemetry } from "../functions/telemetry.ts";
import { readFindingMessage } from "./read-finding-message.ts";

export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;
export type Deliver = (finding: Finding) => Promise<void>;

/**
 * A Lambda handler of a queue of findings, one after the other. What could not be delivered stays in the
 * queue, alone. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function makeQueueHandler(
  deliver: Deliver,
  { logger, metrics }: Telemetry = makeTelemetry(),
): QueueHandler {
  const processor = new BatchProcessor(EventType.SQS);
  const deliverRecord = async ({ body, messageId }: SQSRecord): Promise<void> => {
    try {
      const finding = readFindingMessage(body);
      await deliver(finding);
      logger.info("finding delivered", { findingId: finding.findingId });
      metrics.addMetric("FindingsDelivered", MetricUnit.Count, 1);
    } catch (error) {
      logger.error("finding not delivered", { messageId, error });
      metrics.addMetric("FindingsNotDelivered", MetricUnit.Count, 1);
      throw error;
    }
  };
  return middy<SQSEvent, SQSBatchResponse>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics))
    .handler((event: SQSEvent, context: Context) =>
      processPartialResponse(event, deliverRecord, processor, {
        context,
        processInParallel: false,
        throwOnFullBatchFailure: false,
      }),
    );
}

/** The handler of a deployed function, made with its first batch: what is missing then is told with it. */
export function onFirstBatch(make: () => QueueHandler): QueueHandler {
  let made: QueueHandler | null = null;
  return (event, context) => {
    made ??= make();
    return made(event, context);
  };
}
