import { escapeControls } from "../alerts/words/escape-controls.ts";

/** What commander says is wrong with the usage, in our form. */
export function commanderMessage(text: string): string {
  const [first = "", ...advice] = text
    .replace(/^error: /, "")
    .trim()
    .split("\n");
  const message = first
    .replaceAll("'", "`")
    .replace(/ is invalid\. Allowed choices are (.*)\.$/, " is invalid: expected one of $1")
    .replace(/ is invalid\. (?=\S)/, " is invalid: ")
    .replace(/\.$/, "");
  const help = advice.map((line) =>
    line.replace(/^\(Did you mean (.*)\?\)$/, "did you mean `$1`?"),
  );
  return [`${escapeControls(message)} [E_USAGE]`, ...help.map((line) => `  help: ${line}`)].join(
    "\n",
  );
}
