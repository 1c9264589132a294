/** What something took: CPU time of the process (garbage collection included) beside the clock. */
export interface Cost {
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** Runs something and tells what it took. */
export function costOf<Value>(run: () => Value): { readonly value: Value; readonly cost: Cost } {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const value = run();
  const wallMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { value, cost: { cpuMs: (user + system) / 1000, wallMs } };
}

/** The middle one of some costs by their CPU time. */
export function medianCost(costs: readonly Cost[]): Cost {
  const sorted = [...costs].sort((a, b) => a.cpuMs - b.cpuMs);
  return sorted[Math.floor(sorted.length / 2)] ?? { cpuMs: 0, wallMs: 0 };
}

/** The largest memory that the process has had, in MiB. */
export const peakMiB = (): number => process.resourceUsage().maxRSS / 1024;
