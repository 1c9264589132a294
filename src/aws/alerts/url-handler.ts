import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { Context, LambdaFunctionURLEvent } from "aws-lambda";
import { makeTelemetry, type Telemetry } from "../functions/telemetry.ts";

/** A request as it was sent. */
export interface UrlRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** The status of an answer, and what is logged of it; whoever asked gets no more than the status. */
export interface UrlAnswer {
  readonly status: number;
  readonly outcome: string;
  readonly log: Readonly<Record<string, unknown>>;
}

export type UrlHandler = (
  event: LambdaFunctionURLEvent,
  context: Context,
) => Promise<{ readonly statusCode: number; readonly body: string }>;

/**
 * A Lambda handler of a function URL.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export function makeUrlHandler(
  answer: (request: UrlRequest) => Promise<UrlAnswer>,
  { logger, metrics }: Telemetry = makeTelemetry(),
): UrlHandler {
  return middy<LambdaFunctionURLEvent, { statusCode: number; body: string }>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics))
    .handler(async (event: LambdaFunctionURLEvent) => {
      try {
        const { status, outcome, log } = await answer(requestOf(event));
        if (outcome === "refused") logger.warn("request refused", log);
        else logger.info(`request ${outcome}`, log);
        metrics.addMetric(
          outcome === "refused" ? "RequestsRefused" : "RequestsTaken",
          MetricUnit.Count,
          1,
        );
        return { statusCode: status, body: "" };
      } catch (error) {
        logger.error("request not answered", { error });
        metrics.addMetric("RequestsNotAnswered", MetricUnit.Count, 1);
        return { statusCode: 500, body: "" };
      }
    });
}

function requestOf({ headers, body = "", isBase64Encoded }: LambdaFunctionURLEvent): UrlRequest {
  return {
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    body: isBase64Encoded ? Buffer.from(body, "base64").toString() : body,
  };
}

/** The handler of a deployed function, made with its first request. */
export function onFirstRequest(make: () => UrlHandler): UrlHandler {
  let made: UrlHandler | null = null;
  return (event, context) => {
    made ??= make();
    return made(event, context);
  };
}
