import { handleLook, type LookPorts } from "../../guardrail/handle/handle-look.ts";
import { parseLookMessage } from "../../guardrail/handle/look.ts";
import { createCompiler } from "../../kms/compiler.ts";
import { type ConfiguredPorts, configNow, configRemarks } from "./judging-config.ts";
import { type MessageHandler, makeMessageHandler } from "./message-handler.ts";
import { makeTelemetry, type Telemetry } from "./telemetry.ts";

/** A Lambda handler of looks at the live account. */
export function makeLookHandler(
  ports: LookPorts & ConfiguredPorts,
  telemetry: Telemetry = makeTelemetry(),
): MessageHandler {
  const compiler = createCompiler();
  const remarks = configRemarks(ports);
  return makeMessageHandler(
    parseLookMessage,
    async (look) => {
      const options = { config: await configNow(ports), compiler, remarks };
      const { published, drifts, lookedAtAgain } = await handleLook(look, ports, options);
      const outcome = drifts > 0 ? "drift" : lookedAtAgain > 0 ? "unsure" : "asRecorded";
      return { outcome, findings: published.map(({ findingId }) => findingId) };
    },
    telemetry,
  );
}
