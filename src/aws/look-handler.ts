import { DEFAULT_CONFIG } from "../guardrail/config.ts";
import { handleLook, type LookPorts } from "../guardrail/handle-look.ts";
import { parseLookMessage } from "../guardrail/look.ts";
import { createCompiler } from "../kms/compiler.ts";
import { type MessageHandler, makeMessageHandler } from "./message-handler.ts";
import { makeTelemetry, type Telemetry } from "./telemetry.ts";

/** A Lambda handler of looks at the live account. */
export function makeLookHandler(
  ports: LookPorts,
  telemetry: Telemetry = makeTelemetry(),
): MessageHandler {
  const options = { config: DEFAULT_CONFIG, compiler: createCompiler() };
  return makeMessageHandler(
    parseLookMessage,
    async (look) => {
      const { published, drifts, lookedAtAgain } = await handleLook(look, ports, options);
      const outcome = drifts > 0 ? "drift" : lookedAtAgain > 0 ? "unsure" : "asRecorded";
      return { outcome, findings: published.map(({ findingId }) => findingId) };
    },
    telemetry,
  );
}
