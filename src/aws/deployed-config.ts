import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { DEFAULT_CONFIG, type GuardrailConfig } from "../guardrail/config/config.ts";

/** The configuration of a deployed guardrail. */
export interface DeployedConfig {
  readonly config: GuardrailConfig;
  /** Why the file could not be read: then `config` only alerts. null: it was read, or there is none. */
  readonly unreadable: string | null;
}

/**
 * Reads the configuration that was deployed with the functions; no path: there is none. It was
 * checked and normalized when it was packaged (scripts/bundle-configuration.mjs) and carries its
 * hash, so that no function carries a parser. What is not just what was packaged alerts on
 * everything and writes nothing.
 */
export function readDeployedConfig(
  path: string | null,
  readText: (path: string) => string = (file) => readFileSync(file, "utf8"),
): DeployedConfig {
  if (path === null) return { config: DEFAULT_CONFIG, unreadable: null };
  try {
    const packaged: unknown = JSON.parse(readText(path));
    if (isWhole(packaged)) return { config: packaged.config, unreadable: null };
    return { config: DEFAULT_CONFIG, unreadable: `\`${path}\` is not as it was packaged` };
  } catch (error) {
    const unreadable = error instanceof Error ? error.message : String(error);
    return { config: DEFAULT_CONFIG, unreadable };
  }
}

interface PackagedConfig {
  readonly config: GuardrailConfig;
  readonly sha256: string;
}

function isWhole(packaged: unknown): packaged is PackagedConfig {
  const { config, sha256 } = (packaged ?? {}) as Partial<PackagedConfig>;
  if (config === undefined) return false;
  return createHash("sha256").update(JSON.stringify(config)).digest("hex") === sha256;
}
