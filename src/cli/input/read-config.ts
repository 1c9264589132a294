import { DEFAULT_CONFIG, type GuardrailConfig } from "../../guardrail/config.ts";
import { CliError } from "../cli-error.ts";
import { fileError } from "./file-fault.ts";
import { parseConfig } from "./parse-config.ts";
import { readTextFile } from "./read-text.ts";

/** The configuration of `--config`; without the option, the default one. */
export async function readConfigFile(file: string | undefined): Promise<GuardrailConfig> {
  if (file === undefined) return DEFAULT_CONFIG;
  const text = await readTextFile(file).catch((error: unknown) => {
    throw fileError(error, file);
  });
  const result = parseConfig(text, file);
  if ("problems" in result) throw new CliError(result.problems);
  return result.config;
}
