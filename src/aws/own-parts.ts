import type { GuardrailConfig } from "../guardrail/config/config.ts";
import type { DeployedConfig } from "./deployed-config.ts";
import { EnvironmentError } from "./environment.ts";

/**
 * What a deployed guardrail is told about itself: patterns of the ARNs that it is made of, and of those
 * who deploy it; besides them, whom the configuration trusts.
 */
export function configOfOwnParts(
  variables: Readonly<Record<string, string | undefined>>,
  { config }: DeployedConfig,
): GuardrailConfig {
  const resources = words(variables["GUARDRAIL_RESOURCES"]);
  if (resources.length === 0) {
    throw new EnvironmentError("environment variable `GUARDRAIL_RESOURCES` is not set");
  }
  const actors = words(variables["GUARDRAIL_DEPLOYERS"]);
  return {
    ...config,
    guardrail: { ...config.guardrail, resources },
    trustedActors: [
      ...(actors.length === 0 ? [] : [{ name: "deployment", actors }]),
      ...(config.trustedActors ?? []),
    ],
  };
}

function words(text = ""): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
