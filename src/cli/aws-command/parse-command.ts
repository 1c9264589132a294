import { closestWord } from "../closest-word.ts";
import { awsError } from "./aws-error.ts";
import type { AwsOperation } from "./aws-operation.ts";
import { awsOperations } from "./aws-operations.ts";
import { findOption, optionsOf } from "./aws-option.ts";
import type { AwsOption } from "./global-options.ts";
import { globalOptions } from "./global-options.ts";

/** An AWS CLI command taken apart, its values as they were written. */
export interface AwsCommand {
  readonly operation: AwsOperation;
  /** Request member to the words of its option. */
  readonly members: ReadonlyMap<string, readonly string[] | boolean>;
  /** The options of every command, with their dashes, to their value. */
  readonly globals: ReadonlyMap<string, string>;
  /** Options given more than once: the last counts, as in the AWS CLI. */
  readonly repeated: readonly string[];
}

/** Takes the words of an AWS CLI command apart, as the AWS CLI's own parser does. */
export function parseAwsCommand(words: readonly string[]): AwsCommand {
  const [program, ...rest] = words;
  if (program !== "aws") {
    throw awsError(
      "E_AWS_COMMAND",
      `\`${program ?? ""}\` is not the AWS CLI`,
      "write the command as you would run it: `kms-guardrail what-if --account FILE -- aws kms tag-resource …`",
    );
  }
  const { names, others } = takeNames(rest);
  const operation = findOperation(names);
  return { operation, ...readOptions(others, optionsOf(operation)) };
}

/** The service and the command, between which only options of every command may stand. */
function takeNames(words: readonly string[]): {
  readonly names: readonly string[];
  readonly others: readonly string[];
} {
  const names: string[] = [];
  const others: string[] = [];
  let index = 0;
  while (index < words.length && names.length < 2) {
    const word = words[index++] ?? "";
    if (!isOption(word)) {
      names.push(word);
      continue;
    }
    others.push(word);
    const { takes } = findOption(globalOptions, word.split("=")[0] ?? word);
    if (takes === "one" && !word.includes("=") && index < words.length) {
      others.push(words[index++] ?? "");
    }
  }
  return { names, others: [...others, ...words.slice(index)] };
}

function findOperation([service = "", command = ""]: readonly string[]): AwsOperation {
  const ofService = awsOperations.filter((operation) => operation.service === service);
  const found = ofService.find((operation) => operation.command === command);
  if (found !== undefined) return found;
  const known =
    ofService.length === 0
      ? "what-if judges commands of `aws kms`, `aws ec2` and `aws iam`"
      : `of \`aws ${service}\` it judges ${ofService.map((operation) => operation.command).join(", ")}`;
  const closest = closestWord(
    command,
    ofService.map((operation) => operation.command),
  );
  const advice = closest === null ? known : `did you mean \`${closest}\`? ${known}`;
  const written = ["aws", service, command].filter((word) => word !== "").join(" ");
  const whole =
    service === "" || command === ""
      ? "is not a whole command"
      : "is no command that what-if can judge";
  throw awsError("E_AWS_COMMAND", `\`${written}\` ${whole}`, advice);
}

function readOptions(
  words: readonly string[],
  options: readonly AwsOption[],
): Omit<AwsCommand, "operation"> {
  const members = new Map<string, readonly string[] | boolean>();
  const globals = new Map<string, string>();
  const seen = new Set<string>();
  const repeated = new Set<string>();
  let index = 0;
  while (index < words.length) {
    const word = words[index++] ?? "";
    if (!isOption(word)) {
      throw awsError("E_AWS_OPTION", `unexpected argument \`${word}\``, stray);
    }
    const { option, values, next } = readOption(word, words, index, options);
    index = next;
    const { sets, name } = option;
    if (seen.has(sets?.member ?? name)) repeated.add(name);
    seen.add(sets?.member ?? name);
    if (sets === null) globals.set(name, values[0] ?? "");
    else members.set(sets.member, option.takes === "none" ? !sets.off : values);
  }
  return { members, globals, repeated: [...repeated] };
}

const stray =
  "a value with spaces needs quotes, and only options that take a list take several values";

function readOption(
  word: string,
  words: readonly string[],
  start: number,
  options: readonly AwsOption[],
): { readonly option: AwsOption; readonly values: readonly string[]; readonly next: number } {
  const equals = word.indexOf("=");
  const name = equals < 0 ? word : word.slice(0, equals);
  refuseWithoutCall(name);
  const option = findOption(options, name);
  if (equals >= 0) {
    if (option.takes === "none")
      throw awsError("E_AWS_OPTION", `\`${option.name}\` takes no value`);
    return { option, values: [word.slice(equals + 1)], next: start };
  }
  let next = start;
  const most = option.takes === "one" ? start + 1 : option.takes === "many" ? words.length : start;
  while (next < most && next < words.length && !isOption(words[next] ?? "")) next++;
  const values = words.slice(start, next);
  if (option.takes !== "none" && values.length === 0) {
    throw awsError("E_AWS_OPTION", `\`${option.name}\` needs a value`);
  }
  return { option, values, next };
}

function refuseWithoutCall(name: string): void {
  if (name !== "--generate-cli-skeleton" && name !== "--version") return;
  throw awsError("E_AWS_OPTION", `with \`${name}\` the AWS CLI calls nothing`);
}

/** A word that begins with a dash, other than a lone dash, a number and what has a space in it. */
function isOption(word: string): boolean {
  return /^-./.test(word) && !/^-\d*\.?\d+$/.test(word) && !/^-[^=]* /.test(word);
}
