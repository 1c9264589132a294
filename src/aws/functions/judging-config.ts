import {
  DEFAULT_CONFIG,
  type GuardrailConfig,
  type Suppression,
} from "../../guardrail/config/config.ts";
import type { Unknown } from "../../kms/decision.ts";
import type { DeployedConfig } from "../deployed-config.ts";

/** What the functions that judge are configured by. */
export interface ConfiguredPorts {
  /** Absent: alert on everything. */
  readonly deployed?: DeployedConfig;
  /** What people hide for a while. */
  readonly snoozes?: () => Promise<readonly Suppression[]>;
}

/** The configuration as it stands: what was deployed, and what people hide at present. */
export async function configNow({ deployed, snoozes }: ConfiguredPorts): Promise<GuardrailConfig> {
  const config = deployed?.config ?? DEFAULT_CONFIG;
  const hidden = (await snoozes?.()) ?? [];
  if (hidden.length === 0) return config;
  return { ...config, suppressions: [...(config.suppressions ?? []), ...hidden] };
}

/** What every finding tells of the configuration: that it could not be read. */
export function configRemarks({ deployed }: ConfiguredPorts): readonly Unknown[] {
  const unreadable = deployed?.unreadable ?? null;
  if (unreadable === null) return [];
  const text = `the configuration cannot be read, so this only alerts: ${unreadable}`;
  return [{ code: "configUnreadable", text }];
}
