import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { parseRecord } from "../cloudtrail/parse-record.ts";
import { DEFAULT_CONFIG, type GuardrailConfig, type Suppression } from "../guardrail/config.ts";
import { type EventPorts, handleEvent } from "../guardrail/handle-event.ts";
import { tellRemarks } from "../guardrail/handle-event-unknowns.ts";
import type { Judge } from "../guardrail/judge-record.ts";
import { createCompiler } from "../kms/compiler.ts";
import { judgeAndPropose } from "../remediation/judge-and-plan.ts";
import type { DeployedConfig } from "./deployed-config.ts";
import { type EventReport, reportOf } from "./event-report.ts";
import { RefusedEventError } from "./refused-event-error.ts";
import { makeTelemetry, type Telemetry } from "./telemetry.ts";
import { tellReport } from "./tell-report.ts";

export type EventHandler = (event: unknown, context: Context) => Promise<EventReport>;

/** What a handler of events needs besides the ports of the pipeline. */
export interface HandlerPorts extends EventPorts {
  /** Absent: alert on everything. */
  readonly deployed?: DeployedConfig;
  /** What people hide for a while. */
  readonly snoozes?: () => Promise<readonly Suppression[]>;
}

/**
 * A Lambda handler of EventBridge events over some ports. Policies stay compiled between events.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function makeEventHandler(
  ports: HandlerPorts,
  telemetry: Telemetry = makeTelemetry(),
): EventHandler {
  const { deployed = { config: DEFAULT_CONFIG, unreadable: null }, snoozes } = ports;
  const compiler = createCompiler();
  const judge = judgeOf(deployed);
  return middy<unknown, EventReport>()
    .use(injectLambdaContext(telemetry.logger, { resetKeys: true }))
    .use(logMetrics(telemetry.metrics))
    .use(tellReport(telemetry))
    .handler(async (event: unknown): Promise<EventReport> => {
      // What is no change needs no state, and so no other service.
      const isChange = parseRecord(event).outcome === "change";
      const hidden = isChange ? await snoozes?.() : undefined;
      const config = withSnoozes(deployed.config, hidden ?? []);
      const handled = await handleEvent(event, ports, { config, compiler, judge });
      const { judged } = handled;
      if (judged.outcome === "refused") throw new RefusedEventError(judged.code, judged.message);
      return reportOf(handled);
    });
}

/** Every finding tells that the configuration could not be read. */
function judgeOf({ unreadable }: DeployedConfig): Judge {
  if (unreadable === null) return judgeAndPropose;
  const text = `the configuration cannot be read, so this only alerts: ${unreadable}`;
  return (...judging) => {
    const judged = judgeAndPropose(...judging);
    return judged.outcome === "finding"
      ? tellRemarks(judged, [{ code: "configUnreadable", text }])
      : judged;
  };
}

function withSnoozes(config: GuardrailConfig, snoozes: readonly Suppression[]): GuardrailConfig {
  if (snoozes.length === 0) return config;
  return { ...config, suppressions: [...(config.suppressions ?? []), ...snoozes] };
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
