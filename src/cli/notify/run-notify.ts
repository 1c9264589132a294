import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { createReporter } from "../reporter.ts";
import { previewJson, previewText } from "./preview.ts";
import type { PreviewTarget } from "./preview-targets.ts";
import { readFindings } from "./read-findings.ts";

export interface NotifyOptions {
  readonly preview: PreviewTarget;
  readonly json?: boolean;
}

/** Shows what would be sent for findings; nothing is sent. */
export async function runNotify(
  file: string,
  { preview, json = false }: NotifyOptions,
  io: Io,
): Promise<ExitCode> {
  const reporter = createReporter(io.stderr);
  const findings = await readFindings(file, io, reporter);
  for (const [index, finding] of findings.entries()) {
    if (io.stdout.isClosed()) break;
    const separator = index > 0 && !json ? "\n" : "";
    const text = json ? previewJson(preview, finding) : previewText(preview, finding);
    io.stdout.write(`${separator}${text}`);
    await io.stdout.drained();
  }
  return exitCodeOf({ badInput: reporter.sawBadInput(), missed: false });
}
