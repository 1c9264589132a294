import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { parseRecord } from "../../cloudtrail/parse-record.ts";
import { DEFAULT_CONFIG } from "../../guardrail/config/config.ts";
import { type EventPorts, handleEvent } from "../../guardrail/handle/handle-event.ts";
import { tellRemarks } from "../../guardrail/handle/handle-event-unknowns.ts";
import type { HandleOptions, Judge } from "../../guardrail/judge/judge-record.ts";
import { createCompiler } from "../../kms/compiler.ts";
import { judgeAndPropose } from "../../remediation/judge-and-plan.ts";
import { type EventReport, reportOf } from "./event-report.ts";
import { type ConfiguredPorts, configNow, configRemarks } from "./judging-config.ts";
import { RefusedEventError } from "./refused-event-error.ts";
import { makeTelemetry, type Telemetry } from "./telemetry.ts";
import { tellReport } from "./tell-report.ts";

export type EventHandler = (event: unknown, context: Context) => Promise<EventReport>;

/** What a handler of events needs besides the ports of the pipeline. */
export interface HandlerPorts extends EventPorts, ConfiguredPorts {}

/**
 * A Lambda handler of EventBridge events over some ports. Policies stay compiled between events.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function makeEventHandler(
  ports: HandlerPorts,
  telemetry: Telemetry = makeTelemetry(),
): EventHandler {
  const compiler = createCompiler();
  const remarks = configRemarks(ports);
  const judge = judgeWith(remarks);
  return middy<unknown, EventReport>()
    .use(injectLambdaContext(telemetry.logger, { resetKeys: true }))
    .use(logMetrics(telemetry.metrics))
    .use(tellReport(telemetry))
    .handler(async (event: unknown): Promise<EventReport> => {
      // What is no change needs no state, and so no other service.
      const isChange = parseRecord(event).outcome === "change";
      const config = isChange ? await configNow(ports) : DEFAULT_CONFIG;
      const handled = await handleEvent(event, ports, { config, compiler, judge, remarks });
      const { judged } = handled;
      if (judged.outcome === "refused") throw new RefusedEventError(judged.code, judged.message);
      return reportOf(handled);
    });
}

/** Every finding tells that the configuration could not be read. */
function judgeWith(remarks: HandleOptions["remarks"]): Judge {
  return (...judging) => tellRemarks(judgeAndPropose(...judging), remarks ?? []);
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
