import { usageError } from "../cli-error.ts";

type Context = Record<string, string | string[]>;

/** The request context of `--context K=V` options; a key that is given twice has two values. */
export function parseContextOptions(options: readonly string[]): Context {
  const context = new Map<string, string[]>();
  for (const option of options) {
    const end = option.indexOf("=");
    if (end <= 0) {
      throw usageError(`\`--context ${option}\` is not of the form \`key=value\``);
    }
    const key = option.slice(0, end);
    context.set(key, [...(context.get(key) ?? []), option.slice(end + 1)]);
  }
  const entries = [...context].map(([key, values]): [string, string | string[]] => {
    const [first] = values;
    return [key, values.length === 1 && first !== undefined ? first : values];
  });
  return Object.fromEntries(entries);
}
