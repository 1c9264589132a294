import type { CheckCosts } from "../jobs/check.ts";
import { inProcess } from "../measure/run-in-process.ts";
import { count, perSecond, readable } from "../report/numbers.ts";
import type { Scale, Section } from "../report/section.ts";
import type { Target } from "../report/target.ts";

const lineCounts: Readonly<Record<Scale, readonly number[]>> = {
  full: [1000, 10_000, 100_000],
  quick: [1000, 5000],
};
const account = { keys: 1000, roles: 1000 };
const heapMiB = 96;

/** The command `check` on JSON lines: every line is answered in its place, memory does not grow with them. */
export function checkSection(scale: Scale): Section {
  const measured = lineCounts[scale].map((lines) => {
    const job = { ...account, lines };
    return { lines, ...inProcess.check(job, heapMiB) };
  });
  for (const { lines, answers, refused, exitCode } of measured) {
    if (answers !== lines || refused !== lines / 100 || exitCode !== 3) {
      throw new Error(`${lines} lines: ${answers} answers, ${refused} refused, exit ${exitCode}`);
    }
  }
  return {
    title: `\`check\` on JSON lines, one in a hundred broken, in a heap of ${heapMiB} MiB`,
    columns: ["lines", "answers", "refused", "lines/s (CPU)", "CPU s", "clock s", "peak MiB"],
    rows: measured.map(({ lines, answers, refused, cost, peakMiB }) => [
      count(lines),
      count(answers),
      count(refused),
      readable(perSecond(lines, cost.cpuMs)),
      readable(cost.cpuMs / 1000),
      readable(cost.wallMs / 1000),
      readable(peakMiB),
    ]),
    targets: memoryTarget(measured),
  };
}

function memoryTarget(
  measured: readonly (CheckCosts & { readonly lines: number })[],
): readonly Target[] {
  const [few, many] = measured.slice(-2);
  if (few === undefined || many === undefined) return [];
  return [
    {
      what: `\`check\`: memory for ${count(many.lines)} lines against ${count(few.lines)}`,
      kind: "ratio",
      measured: many.peakMiB / few.peakMiB,
      bound: 1.5,
      sense: "at most",
      unit: "×",
    },
  ];
}
