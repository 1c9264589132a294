import * as yaml from "yaml";
import { DEFAULT_CONFIG, type GuardrailConfig } from "../../guardrail/config/config.ts";
import { type ConfigProblem, parseConfig } from "../../guardrail/config/parse-config.ts";
import { CliError } from "../cli-error.ts";
import type { Message } from "../message.ts";
import { fileError } from "./file-fault.ts";

import { readTextFile } from "./read-text.ts";

/** The configuration of `--config`; without the option, the default one. */
export async function readConfigFile(file: string | undefined): Promise<GuardrailConfig> {
  if (file === undefined) return DEFAULT_CONFIG;
  const text = await readTextFile(file).catch((error: unknown) => {
    throw fileError(error, file);
  });
  const result = parseConfig(text, file, yaml);
  if ("problems" in result)
    throw new CliError(result.problems.toSorted((a, b) => a.line - b.line).map(toMessage));
  return result.config;
}

function toMessage({ code, file, line, message }: ConfigProblem): Message {
  return { code, file, line, message };
}
