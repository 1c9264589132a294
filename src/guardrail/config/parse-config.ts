import type * as z from "zod/mini";
import type { GuardrailConfig } from "./config.ts";
import { normalizeConfig } from "./config-normalize.ts";
import { configSchema } from "./config-schema.ts";
import {
  type ConfigPath,
  lineOfOffset,
  lineOfPath,
  type Yaml,
  type YamlDocument,
} from "./parse-config-yaml.ts";

/** One thing that is wrong with a configuration. */
export interface ConfigProblem {
  readonly code: "E_CONFIG_YAML" | "E_CONFIG_INVALID" | "E_CONFIG_UNKNOWN_KEY";
  readonly file: string;
  readonly line: number;
  /** Such as `rules[0].match.keyTags`; empty: the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A configuration, or all that is wrong with it. */
export type ConfigResult =
  | { readonly config: GuardrailConfig }
  | { readonly problems: readonly ConfigProblem[] };

/** Reads `guardrail.yml`: YAML or JSON. A key that the schema does not have is an error. */
export function parseConfig(text: string, file: string, yaml: Yaml): ConfigResult {
  const document = yaml.parseDocument(text, { prettyErrors: false });
  const notYaml = document.errors.map(({ message, pos }): ConfigProblem => {
    const [reason = "it cannot be read"] = message.split("\n");
    return problem(
      "E_CONFIG_YAML",
      file,
      lineOfOffset(text, pos[0] ?? 0),
      [],
      `not YAML: ${reason}`,
    );
  });
  if (notYaml.length > 0) return { problems: notYaml };
  const value = jsonOf(document);
  if ("fault" in value) {
    return { problems: [problem("E_CONFIG_YAML", file, 1, [], `not YAML: ${value.fault}`)] };
  }
  const checked = configSchema.safeParse(value.json);
  if (checked.success) return { config: normalizeConfig(checked.data) };
  const lineOf = (path: ConfigPath): number => lineOfPath(text, document, path);
  return { problems: checked.error.issues.flatMap((issue) => toProblems(issue, file, lineOf)) };
}

/** The document as JSON; one whose aliases unfold without end is refused. */
function jsonOf(document: YamlDocument): { readonly json: unknown } | { readonly fault: string } {
  try {
    return { json: document.toJS() };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

function toProblems(
  issue: z.core.$ZodIssue,
  file: string,
  lineOf: (path: ConfigPath) => number,
): readonly ConfigProblem[] {
  const path = issue.path.map((segment) => (typeof segment === "symbol" ? "" : segment));
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const at = [...path, key];
      const message = `unknown key \`${key}\`: ${issue.message}`;
      return problem("E_CONFIG_UNKNOWN_KEY", file, lineOf(at), at, message);
    });
  }
  const place = path.length === 0 ? "" : `\`${pathText(path)}\`: `;
  return [problem("E_CONFIG_INVALID", file, lineOf(path), path, `${place}${issue.message}`)];
}

function problem(
  code: ConfigProblem["code"],
  file: string,
  line: number,
  path: ConfigPath,
  message: string,
): ConfigProblem {
  return { code, file, line, path: pathText(path), message };
}

function pathText(path: ConfigPath): string {
  return path
    .map((segment) => (typeof segment === "number" ? `[${segment}]` : `.${segment}`))
    .join("")
    .replace(/^\./, "");
}
