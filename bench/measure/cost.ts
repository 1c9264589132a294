/** What something took: CPU time of the process (garbage collection included) beside the clock. */
export interface Cost {
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** A value and what it took to make it. */
export interface Costly<Value> {
  readonly value: Value;
  readonly cost: Cost;
}

/** Runs something and tells what it took. */
export function costOf<Value>(run: () => Value): Costly<Value> {
  const stop = startCost();
  const value = run();
  return { value, cost: stop() };
}

/** Runs something asynchronous and tells what it took. */
export async function costOfAsync<Value>(run: () => Promise<Value>): Promise<Costly<Value>> {
  const stop = startCost();
  const value = await run();
  return { value, cost: stop() };
}

function startCost(): () => Cost {
  const cpu = process.cpuUsage();
  const started = performance.now();
  return () => {
    const wallMs = performance.now() - started;
    const { user, system } = process.cpuUsage(cpu);
    return { cpuMs: (user + system) / 1000, wallMs };
  };
}

/** The middle one of some costs by their CPU time. */
export function medianCost(costs: readonly Cost[]): Cost {
  const sorted = [...costs].sort((a, b) => a.cpuMs - b.cpuMs);
  return sorted[Math.floor(sorted.length / 2)] ?? { cpuMs: 0, wallMs: 0 };
}

/** The largest memory that the process has had, in MiB. */
export const peakMiB = (): number => process.resourceUsage().maxRSS / 1024;
