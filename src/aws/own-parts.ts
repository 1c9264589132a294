import { DEFAULT_CONFIG, type GuardrailConfig } from "../guardrail/config.ts";
import { EnvironmentError } from "./environment.ts";

/**
 * What a deployed guardrail is told about itself: patterns of the ARNs that it is made of, and of those
 * who deploy it.
 */
export function configOfOwnParts(
  variables: Readonly<Record<string, string | undefined>>,
): GuardrailConfig {
  const resources = words(variables["GUARDRAIL_RESOURCES"]);
  if (resources.length === 0) {
    throw new EnvironmentError("environment variable `GUARDRAIL_RESOURCES` is not set");
  }
  const actors = words(variables["GUARDRAIL_DEPLOYERS"]);
  return {
    ...DEFAULT_CONFIG,
    guardrail: { ...DEFAULT_CONFIG.guardrail, resources },
    ...(actors.length === 0 ? {} : { trustedActors: [{ name: "deployment", actors }] }),
  };
}

function words(text = ""): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
