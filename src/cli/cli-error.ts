import type { Message } from "./message.ts";

/** Nothing can be done: wrong usage, or a file that everything depends on cannot be read. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly messages: readonly Message[];

  constructor(messages: readonly Message[], options?: ErrorOptions) {
    super(messages.map(({ message }) => message).join("; "), options);
    this.messages = messages;
  }
}

/** Wrong usage. */
export function usageError(message: string, help?: string): CliError {
  return new CliError([{ code: "E_USAGE", message, ...(help === undefined ? {} : { help }) }]);
}
