import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "../lab-error.ts";

const keptLines = 200;
const graceMilliseconds = 2_000;
const upMilliseconds = 120_000;

/** A server that runs until it is told to stop. */
export interface ServerProcess {
  /** What it starts belongs to this group too. */
  readonly processGroup: number;
  /** Fails when the server ends before it is up, or takes too long. */
  waitUntilUp(signal?: AbortSignal): Promise<void>;
  /** The last lines that it printed. */
  tail(): string;
  stop(): Promise<void>;
}

interface ServerCommand {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Answers with success as soon as the server is up. */
  readonly healthUrl: string;
}

/**
 * Starts a server in a process group of its own. Closing its standard input asks it to end, which the
 * system does for us should this process be killed.
 */
export function startServer(server: ServerCommand): ServerProcess {
  const { name, command, args, env, healthUrl } = server;
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
    waitUntilUp: async (signal) => {
      const end = Date.now() + upMilliseconds;
      while (!(await answers(healthUrl).catch(() => false))) {
        signal?.throwIfAborted();
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

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url);
  await answer.arrayBuffer();
  return answer.ok;
}
