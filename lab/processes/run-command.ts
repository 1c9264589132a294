import { spawn } from "node:child_process";
import { LabError } from "../lab-error.ts";

interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
}

/** Runs a command to its end and returns what it printed. Aborting ends it with everything that it started. */
export function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env, signal }: CommandOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(command, args, {
      ...(cwd === undefined ? {} : { cwd }),
      ...(env === undefined ? {} : { env }),
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const output: string[] = [];
    const printed: string[] = [];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output.push(text);
      printed.push(text);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => printed.push(text));
    const abort = () => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    };
    signal?.addEventListener("abort", abort);
    child.on("error", (cause) => reject(new LabError(`\`${command}\` did not run`, { cause })));
    child.on("close", (status) => {
      signal?.removeEventListener("abort", abort);
      if (status === 0) resolve(output.join(""));
      else reject(new LabError(`\`${command}\` failed: ${printed.join("").trim().slice(-4_000)}`));
    });
  });
}
