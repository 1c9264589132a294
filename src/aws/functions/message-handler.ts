import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { Telemetry } from "./telemetry.ts";

export type MessageHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** What a handler of messages says of one: counts, none of the account's policies. */
export interface MessageReport {
  readonly outcome: string;
  readonly findings: readonly string[];
}

/**
 * A Lambda handler of a queue's messages, one after the other. Those that fail come again alone, and
 * lie among the dead letters when they failed too often.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function makeMessageHandler<Message>(
  parse: (text: string) => Message,
  handle: (message: Message) => Promise<MessageReport>,
  { logger, metrics }: Telemetry,
): MessageHandler {
  const handleRecord = async ({ body, messageId }: SQSRecord): Promise<void> => {
    try {
      const report = await handle(parse(body));
      logger.info("message handled", { messageId, report: { ...report } });
      metrics.addMetric("FindingsPublished", MetricUnit.Count, report.findings.length);
    } catch (error) {
      logger.error("message not handled", { messageId, error });
      throw error;
    }
  };
  return middy<SQSEvent, SQSBatchResponse>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics))
    .handler(async (event, context) => {
      const processor = new BatchProcessor(EventType.SQS);
      return processPartialResponse(event, handleRecord, processor, {
        context,
        processInParallel: false,
        // Each failure is logged, and the alarm hears of what failed too often.
        throwOnFullBatchFailure: false,
      });
    });
}
