import type { Finding } from "../../guardrail/finding/finding.ts";
import { CliError } from "../cli-error.ts";
import { fileError } from "../input/file-fault.ts";
import { parseJsonText } from "../input/parse-json-text.ts";
import { standardInput } from "../input/read-events.ts";
import { readTextFile, readTextStream } from "../input/read-text.ts";
import type { Io } from "../io.ts";
import type { Reporter } from "../reporter.ts";
import { checkFinding } from "./finding-check.ts";

/** Some JSON of a file. */
interface Item {
  readonly json: unknown;
  /** null: the file is one JSON value. */
  readonly line: number | null;
}

/** The findings of a file or of standard input: one, a list of them, or JSON lines; bad ones are told. */
export async function readFindings(
  path: string,
  io: Io,
  reporter: Reporter,
): Promise<readonly Finding[]> {
  const file = path === "-" ? standardInput : path;
  const text = await (path === "-" ? readTextStream(io.stdin()) : readTextFile(path)).catch(
    (error: unknown) => {
      throw fileError(error, file);
    },
  );
  if (text.trim() === "") {
    // What `replay --json` prints where there is nothing to tell.
    reporter.info(`${file}: no findings`);
    return [];
  }
  return itemsOf(text, file, reporter).flatMap(({ json, line }) => {
    const result = checkFinding(json);
    if (result.ok) return [result.finding];
    for (const problem of result.problems) reporter.badInput({ ...problem, file, line });
    return [];
  });
}

function itemsOf(text: string, file: string, reporter: Reporter): readonly Item[] {
  const whole = parseJsonText(text, file);
  if ("json" in whole) {
    const all: readonly unknown[] = Array.isArray(whole.json) ? whole.json : [whole.json];
    return all.map((json) => ({ json, line: null }));
  }
  const lines = text
    .split("\n")
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== "");
  const parsed = lines.map(({ line, number }) => ({ number, result: parseJsonText(line, file) }));
  // One value over several lines that is not JSON, not lines of it.
  if (!parsed.some(({ result }) => "json" in result && typeof result.json === "object")) {
    throw new CliError([whole.fault]);
  }
  return parsed.flatMap(({ number, result }): readonly Item[] => {
    if ("json" in result) return [{ json: result.json, line: number }];
    reporter.badInput({ ...result.fault, line: number });
    return [];
  });
}
