import type { Writable } from "node:stream";
import type { Finding } from "../guardrail/finding/finding.ts";
import type { Notifier } from "../guardrail/ports.ts";

/** Writes each finding to a stream, such as standard output, as rendered. */
export function makeTerminalNotifier(
  output: Writable,
  render: (finding: Finding) => string,
): Notifier {
  return {
    publish: (finding) =>
      new Promise((resolve, reject) => {
        output.write(`${render(finding)}\n`, (error) => {
          if (error) reject(error);
          else resolve();
        });
      }),
  };
}
