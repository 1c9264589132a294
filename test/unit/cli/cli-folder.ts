import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { run as runCommandLine } from "../../../src/cli/run.ts";
import { memoryIo } from "./memory-io.ts";

/** What a run of the command line came to. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** The JSON lines of standard output. */
  readonly lines: readonly Record<string, unknown>[];
}

/** A folder of its own for a test file, which is the working folder while its tests run. */
export function useFolder(): {
  readonly write: (name: string, content: unknown) => string;
  readonly read: (name: string) => Buffer;
} {
  const before = process.cwd();
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "kms-guardrail-"));
    process.chdir(folder);
  });
  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });
  return {
    write: (name, content) => {
      const isWritten = typeof content === "string" || content instanceof Uint8Array;
      mkdirSync(dirname(name), { recursive: true });
      writeFileSync(name, isWritten ? content : JSON.stringify(content));
      return name;
    },
    read: (name) => readFileSync(name),
  };
}

/** Runs the command line in this process. */
export async function run(
  args: readonly string[],
  stdin: string | Uint8Array = "",
): Promise<Ended> {
  const io = memoryIo({ stdin });
  const code = await runCommandLine(args, io);
  return ended(code, io.out(), io.err());
}

export function ended(code: number | null, out: string, err: string): Ended {
  return {
    code,
    out,
    err,
    get lines() {
      const lines = out.split("\n").filter((line) => line !== "");
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
  };
}
