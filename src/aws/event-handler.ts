import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { DEFAULT_CONFIG } from "../guardrail/config.ts";
import { type EventPorts, handleEvent } from "../guardrail/handle-event.ts";
import { createCompiler } from "../kms/compiler.ts";
import { type EventReport, reportOf } from "./event-report.ts";
import { RefusedEventError } from "./refused-event-error.ts";
import { makeTelemetry, type Telemetry } from "./telemetry.ts";
import { tellReport } from "./tell-report.ts";

export type EventHandler = (event: unknown, context: Context) => Promise<EventReport>;

/**
 * A Lambda handler of EventBridge events over some ports. Policies stay compiled between events.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function makeEventHandler(
  ports: EventPorts,
  telemetry: Telemetry = makeTelemetry(),
): EventHandler {
  const options = { config: DEFAULT_CONFIG, compiler: createCompiler() };
  return middy<unknown, EventReport>()
    .use(injectLambdaContext(telemetry.logger, { resetKeys: true }))
    .use(logMetrics(telemetry.metrics))
    .use(tellReport(telemetry))
    .handler(async (event: unknown): Promise<EventReport> => {
      const handled = await handleEvent(event, ports, options);
      const { judged } = handled;
      if (judged.outcome === "refused") throw new RefusedEventError(judged.code, judged.message);
      return reportOf(handled);
    });
}

/** The handler of a deployed function, made with its first event: what is missing then is told with the event. */
export function onFirstEvent<Event, Answer>(
  make: () => (event: Event, context: Context) => Promise<Answer>,
): (event: Event, context: Context) => Promise<Answer> {
  let made: ReturnType<typeof make> | null = null;
  return (event, context) => {
    made ??= make();
    return made(event, context);
  };
}
