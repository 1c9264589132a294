import { escapeControls } from "../alerts/words/escape-controls.ts";
import type { Output } from "./io.ts";
import { type Message, renderMessage } from "./message.ts";

/** Tells on standard error what standard output is not for, and remembers whether input was bad. */
export interface Reporter {
  /** Input that could not be read; the rest is done. */
  readonly badInput: (message: Message) => void;
  /** An expectation that was missed. */
  readonly expectation: (message: Message) => void;
  /** Worth a word, nothing is wrong. */
  readonly remark: (message: Message) => void;
  readonly info: (text: string) => void;
  readonly sawBadInput: () => boolean;
}

export function createReporter(stderr: Output): Reporter {
  let hasBadInput = false;
  return {
    badInput: (message) => {
      hasBadInput = true;
      stderr.write(`${renderMessage(message)}\n`);
    },
    expectation: (message) => stderr.write(`${renderMessage(message)}\n`),
    remark: (message) => stderr.write(`note: ${renderMessage(message)}\n`),
    info: (text) => stderr.write(`${escapeControls(text)}\n`),
    sawBadInput: () => hasBadInput,
  };
}
