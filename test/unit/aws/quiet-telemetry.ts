import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { vi } from "vitest";
import type { Telemetry } from "../../../src/aws/functions/telemetry.ts";

/** Telemetry that writes nothing. */
export function makeQuietTelemetry(): Telemetry {
  vi.stubEnv("POWERTOOLS_METRICS_DISABLED", "true");
  return {
    logger: new Logger({ serviceName: "test", logLevel: "SILENT" }),
    metrics: new Metrics({ serviceName: "test", namespace: "Test" }),
  };
}
