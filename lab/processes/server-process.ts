import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "../lab-error.ts";

const keptLines = 200;
const graceMilliseconds = 5_000;

/** A server that runs until it is told to stop. */
export interface ServerProcess {
  /** What it starts belongs to this group too. */
  readonly processGroup: number;
  /** Resolves as soon as `isUp` says so; fails when the server ends before or takes too long. */
  waitUntil(isUp: () => Promise<boolean>, milliseconds: number): Promise<void>;
  /** The last lines that it printed. */
  tail(): string;
  stop(): Promise<void>;
}

interface ServerCommand {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Starts a server in a process group of its own. Closing its standard input asks it to end, which the
 * system does for us should this process be killed.
 */
export function startServer({ name, command, args, env }: ServerCommand): ServerProcess {
  const child = spawn(command, args, { env, stdio: ["pipe", "pipe", "pipe"], detached: true });
  const exited = once(child, "exit").catch(() => []);
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      lines.push(...text.split("\n").filter((line) => line !== ""));
      lines.splice(0, lines.length - keptLines);
    });
  }
  child.stdin.on("error", () => undefined);
  const tail = () => lines.join("\n");
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;

  return {
    processGroup: child.pid ?? 0,
    tail,
    waitUntil: async (isUp, milliseconds) => {
      const end = Date.now() + milliseconds;
      while (!(await isUp().catch(() => false))) {
        if (hasEnded()) throw new LabError(`${name} ended: ${tail()}`);
        if (Date.now() > end) throw new LabError(`${name} is not up: ${tail()}`);
        await sleep(100);
      }
    },
    stop: async () => {
      if (child.pid === undefined) return;
      child.stdin.end();
      const late = sleep(graceMilliseconds, undefined, { ref: false });
      await Promise.race([exited, late]);
      if (!hasEnded()) process.kill(-child.pid, "SIGKILL");
      await exited;
    },
  };
}
