import { parseDocument } from "yaml";
import { CliError } from "../cli-error.ts";
import type { Message } from "../message.ts";
import { awsError } from "./aws-error.ts";
import { kebabCase } from "./aws-operation.ts";
import { checkInput } from "./check-input.ts";
import type { Input } from "./input.ts";
import { type ReadFile, readParameter } from "./param-file.ts";
import type { AwsCommand } from "./parse-command.ts";
import { parseJson, readOptionValue } from "./read-value.ts";

/**
 * The request that a command would send: what `--cli-input-json` or `--cli-input-yaml` holds, and
 * over it what the options say.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-skeleton.html
 */
export async function readInput(command: AwsCommand, readFileText: ReadFile): Promise<Input> {
  const { input: shape } = command.operation;
  const input: Record<string, unknown> = { ...(await readWhole(command, readFileText)) };
  for (const [member, given] of command.members) {
    const memberShape = shape.members[member];
    if (memberShape === undefined) continue;
    input[member] =
      typeof given === "boolean"
        ? given
        : await readOptionValue(`--${kebabCase(member)}`, given, memberShape, readFileText);
  }
  const missing = shape.required.filter((member) => input[member] === undefined);
  if (missing.length > 0) {
    const names = missing.map((member) => `\`--${kebabCase(member)}\``).join(", ");
    throw awsError("E_AWS_OPTION", `${names} ${missing.length === 1 ? "is" : "are"} missing`);
  }
  const problems = [...checkInput(input, shape), ...emptyMembers(input, shape.required)];
  if (problems.length === 0) return input;
  throw new CliError(problems.map(inputFault));
}

function inputFault(message: string): Message {
  const isMissing = message.endsWith(" is missing");
  const help =
    "a structure is written without spaces: `Name=value,Name=value`; a space begins the next";
  return { code: "E_AWS_VALUE", message, ...(isMissing ? { help } : {}) };
}

/** The AWS CLI itself refuses empty names and ids. */
function emptyMembers(input: Input, required: readonly string[]): readonly string[] {
  return required
    .filter((member) => input[member] === "")
    .map((member) => `\`${member}\` is empty`);
}

async function readWhole(
  { globals }: AwsCommand,
  readFileText: ReadFile,
): Promise<Readonly<Record<string, unknown>>> {
  const json = globals.get("--cli-input-json");
  const yaml = globals.get("--cli-input-yaml");
  if (json !== undefined && yaml !== undefined) {
    throw awsError("E_AWS_OPTION", "`--cli-input-json` and `--cli-input-yaml` exclude each other");
  }
  if (json !== undefined) {
    const { text } = await readParameter(json, readFileText);
    return parseJson("--cli-input-json", text, "a JSON object", "{") as Input;
  }
  if (yaml === undefined) return {};
  const { text } = await readParameter(yaml, readFileText);
  return parseYaml(text);
}

function parseYaml(text: string): Readonly<Record<string, unknown>> {
  const document = parseDocument(text, { prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    throw awsError("E_AWS_VALUE", `\`--cli-input-yaml\`: not YAML: ${error.message}`);
  }
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Input;
  throw awsError("E_AWS_VALUE", "`--cli-input-yaml`: expected a mapping");
}
