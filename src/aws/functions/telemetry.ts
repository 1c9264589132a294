import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";

/** What a function tells of itself, beside its findings. */
export interface Telemetry {
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * Logs and metrics as Powertools for AWS Lambda writes them, set up by its environment variables.
 * https://docs.aws.amazon.com/powertools/typescript/latest/environment-variables/
 */
export function makeTelemetry(): Telemetry {
  return { logger: new Logger(), metrics: new Metrics() };
}
