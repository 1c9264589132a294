import { findJsonFault } from "../../account/json-fault.ts";
import { awsError } from "./aws-error.ts";
import { type ReadFile, readParameter } from "./param-file.ts";
import { hasShorthand, type Shape } from "./shape.ts";
import { shapeShorthand } from "./shape-shorthand.ts";
import { parseShorthand, ShorthandError } from "./shorthand.ts";

/** The value of an option, from its words: text, JSON, shorthand or a file with one of these. */
export async function readOptionValue(
  option: string,
  words: readonly string[],
  shape: Shape,
  readFileText: ReadFile,
): Promise<unknown> {
  const [word = ""] = words;
  const only = words.length === 1 ? await readParameter(word, readFileText) : null;
  if (only?.isFile === true && shape.kind === "list") {
    return parseJson(option, only.text, "a JSON list in the file", "[");
  }
  const texts = only === null ? words : [only.text];
  if (shape.kind !== "list") return readOne(option, texts[0] ?? "", shape);
  if (only?.text.trimStart().startsWith("[") === true) {
    return parseJson(option, only.text, "a JSON list", "[");
  }
  return texts.map((text) => readOne(option, text, shape.item));
}

function readOne(option: string, text: string, shape: Shape): unknown {
  if (shape.kind === "integer") {
    if (/^[+-]?\d+$/.test(text.trim())) return Number(text);
    throw awsError("E_AWS_VALUE", `\`${option}\`: expected a whole number, found \`${text}\``);
  }
  if (!hasShorthand(shape)) return text;
  if (/^\s*[[{]/.test(text)) return parseJson(option, text, "a JSON object", "{");
  try {
    return shapeShorthand(parseShorthand(text), shape);
  } catch (error) {
    if (!(error instanceof ShorthandError)) throw error;
    throw awsError(
      "E_AWS_VALUE",
      `\`${option}\`: \`${text}\` is no shorthand: ${error.message}`,
      "write `Name=value,Name=value`, or JSON",
    );
  }
}

/** JSON of an option or file; `expected` is told when it is something else. */
export function parseJson(
  option: string,
  text: string,
  expected: string,
  begin: "[" | "{",
): unknown {
  const begins = text.replace(/^\uFEFF/, "");
  if (!begins.trimStart().startsWith(begin)) {
    throw awsError("E_AWS_VALUE", `\`${option}\`: expected ${expected}`);
  }
  try {
    return JSON.parse(begins) as unknown;
  } catch {
    const fault = findJsonFault(begins);
    const line = begins.slice(0, fault?.offset ?? 0).split("\n").length;
    const problem = fault === null ? "" : `: line ${line}: ${fault.problem}`;
    throw awsError("E_AWS_VALUE", `\`${option}\`: not JSON${problem}`);
  }
}
