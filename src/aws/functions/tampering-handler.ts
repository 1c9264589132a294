import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { GuardrailConfig } from "../../guardrail/config/config.ts";
import { type JudgedTampering, judgeTampering } from "../../guardrail/judge/judge-tampering.ts";
import type { Clock, Notifier } from "../../guardrail/ports.ts";
import type { DeployedConfig } from "../deployed-config.ts";
import type { EventHandler } from "./event-handler.ts";
import type { EventReport } from "./event-report.ts";
import { configRemarks } from "./judging-config.ts";
import { RefusedEventError } from "./refused-event-error.ts";
import { makeTelemetry, type Telemetry } from "./telemetry.ts";
import { tellReport } from "./tell-report.ts";

export interface TamperingPorts {
  readonly notifier: Notifier;
  readonly clock: Clock;
  /** Absent: nothing is known of a configuration. */
  readonly deployed?: DeployedConfig;
}

/** A Lambda handler of EventBridge events about what the guardrail is made of. It needs no state. */
export function makeTamperingHandler(
  { notifier, clock, deployed }: TamperingPorts,
  config: GuardrailConfig,
  telemetry: Telemetry = makeTelemetry(),
): EventHandler {
  const remarks = configRemarks(deployed === undefined ? {} : { deployed });
  return middy<unknown, EventReport>()
    .use(injectLambdaContext(telemetry.logger, { resetKeys: true }))
    .use(logMetrics(telemetry.metrics))
    .use(tellReport(telemetry))
    .handler(async (event: unknown): Promise<EventReport> => {
      const judged = judgeTampering(event, config);
      if (judged.outcome === "refused") {
        throw new RefusedEventError("E_RECORD_INCOMPLETE", judged.message);
      }
      if (judged.outcome === "tampering") {
        const { finding } = judged;
        await notifier.publish({ ...finding, notes: [...finding.notes, ...remarks] });
      }
      return reportOf(judged, clock);
    });
}

function reportOf(judged: Exclude<JudgedTampering, { outcome: "refused" }>, clock: Clock) {
  const none = {
    reason: null,
    attempt: null,
    findings: [],
    accessChanges: 0,
    secondsToFinding: null,
  };
  if (judged.outcome === "none") {
    const reason = "nothing of the guardrail's own, or made by who may";
    return { ...none, outcome: "passed-over" as const, eventId: null, eventName: null, reason };
  }
  const { event, finding } = judged;
  const { findingId, kind, severity } = finding;
  return {
    ...none,
    outcome: "finding" as const,
    eventId: event.eventId,
    eventName: event.eventName,
    findings: [{ findingId, kind, severity }],
    secondsToFinding: (clock.now().getTime() - Date.parse(event.eventTime)) / 1000,
  };
}
