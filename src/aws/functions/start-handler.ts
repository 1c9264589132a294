import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { type StartPorts, type SweepStart, startSweep } from "../../guardrail/sweep/start-sweep.ts";
import { makeTelemetry, type Telemetry } from "./telemetry.ts";

export type StartHandler = (
  event: unknown,
  context: Context,
) => Promise<{ readonly outcome: SweepStart }>;

/** A Lambda handler that starts what is due, whatever woke it. */
export function makeStartHandler(
  ports: StartPorts,
  { logger }: Pick<Telemetry, "logger"> = makeTelemetry(),
): StartHandler {
  return middy<unknown, { readonly outcome: SweepStart }>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .handler(async () => {
      const outcome = await startSweep(ports);
      logger.info("sweep", { outcome });
      return { outcome };
    });
}
