import { escapeControls } from "../alerts/words/escape-controls.ts";

/** Something to tell about the input or its use, on standard error. */
export interface Message {
  /** Stable, for machines. */
  readonly code: string;
  /** One sentence, lower-case start, no full stop, what the user gave in backticks. */
  readonly message: string;
  readonly file?: string;
  readonly line?: number | null;
  /** Where in the file's JSON. */
  readonly path?: string;
  /** What to do about it. */
  readonly help?: string;
}

/** `file:line: path: message [CODE]`, with the advice on a line of its own. */
export function renderMessage({ code, message, file, line, path, help }: Message): string {
  const where =
    file === undefined ? "" : `${file}${line === null || line === undefined ? "" : `:${line}`}: `;
  const part = path === undefined || path === "" ? "" : `\`${path}\`: `;
  const text = `${escapeControls(`${where}${part}${message}`)} [${code}]`;
  return help === undefined ? text : `${text}\n  help: ${escapeControls(help)}`;
}
