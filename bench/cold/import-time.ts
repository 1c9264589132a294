import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

const program = `
  const cpu = process.cpuUsage();
  await import(process.argv[1]);
  const { user, system } = process.cpuUsage(cpu);
  console.log((user + system) / 1000);`;

/** Milliseconds of CPU time that importing a module takes in a process of its own. */
export async function importTime(file: string): Promise<number> {
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program, file]);
  return Number(stdout);
}

/** The middle one of some figures. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
