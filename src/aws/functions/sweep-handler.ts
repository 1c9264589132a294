import { handleSweep } from "../../guardrail/sweep/handle-sweep.ts";
import { parseSweepMessage } from "../../guardrail/sweep/sweep-message.ts";
import type { SweepPorts } from "../../guardrail/sweep/sweep-ports.ts";
import { createCompiler } from "../../kms/compiler.ts";
import { type ConfiguredPorts, configNow, configRemarks } from "./judging-config.ts";
import { type MessageHandler, makeMessageHandler } from "./message-handler.ts";
import { makeTelemetry, type Telemetry } from "./telemetry.ts";

/** A Lambda handler of the messages of a sweep. */
export function makeSweepHandler(
  ports: SweepPorts & ConfiguredPorts,
  telemetry: Telemetry = makeTelemetry(),
): MessageHandler {
  const compiler = createCompiler();
  const remarks = configRemarks(ports);
  return makeMessageHandler(
    parseSweepMessage,
    async (message) => {
      const options = { config: await configNow(ports), compiler, remarks };
      const { outcome, reading } = await handleSweep(message, ports, options);
      const findings = reading?.published.map(({ findingId }) => findingId) ?? [];
      return { outcome: `${message.kind} ${outcome}`, findings };
    },
    telemetry,
  );
}
