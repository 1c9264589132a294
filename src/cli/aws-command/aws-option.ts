import { closestWord } from "../closest-word.ts";
import { awsError } from "./aws-error.ts";
import { type AwsOperation, kebabCase } from "./aws-operation.ts";
import { type AwsOption, globalOptions } from "./global-options.ts";

/** The options that a command takes: its own, each flag also as `--no-…`, and those of every command. */
export function optionsOf(operation: AwsOperation): readonly AwsOption[] {
  const own = Object.entries(operation.input.members).flatMap(
    ([member, shape]): readonly AwsOption[] => {
      const name = kebabCase(member);
      if (shape.kind !== "flag") {
        const takes = shape.kind === "list" ? "many" : "one";
        return [{ name: `--${name}`, takes, sets: { member, off: false } }];
      }
      return [
        { name: `--${name}`, takes: "none", sets: { member, off: false } },
        { name: `--no-${name}`, takes: "none", sets: { member, off: true } },
      ];
    },
  );
  return [...own, ...globalOptions];
}

/**
 * The option that a word names, whole or by its beginning where only one option begins so, a
 * command's own before those of every command.
 */
export function findOption(options: readonly AwsOption[], word: string): AwsOption {
  const exact = options.find(({ name }) => name === word);
  if (exact !== undefined) return exact;
  const begun = options.filter(({ name }) => word.length > 2 && name.startsWith(word));
  const own = begun.filter(({ sets }) => sets !== null);
  const candidates = own.length > 0 ? own : begun;
  const [first] = candidates;
  if (first !== undefined && candidates.length === 1) return first;
  const names = candidates.map(({ name }) => `\`${name}\``).join(", ");
  if (first !== undefined) {
    throw awsError("E_AWS_OPTION", `\`${word}\` may stand for several options: ${names}`);
  }
  const known = options.filter(({ sets }) => sets !== null).map((option) => option.name);
  throw awsError("E_AWS_OPTION", `unknown option \`${word}\``, adviceOn(word, known));
}

function adviceOn(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const closest = closestWord(word, known);
  const all = `the command takes ${known.join(", ")}`;
  return closest === null ? all : `did you mean \`${closest}\`? ${all}`;
}
