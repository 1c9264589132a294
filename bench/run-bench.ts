// Measures how fast accounts are decided and prints tables, each figure against its target.
// `--quick` measures small accounts in under a minute; names of sections measure those only.
// Exits 1 when a ratio within the run is off: a figure depends on the machine, a ratio does not.
import { cpus } from "node:os";
import { readable } from "./report/numbers.ts";
import { renderTable } from "./report/render-table.ts";
import type { Scale, Section } from "./report/section.ts";
import { isMet, type Target } from "./report/target.ts";
import { checkSection } from "./sections/check.ts";
import { eventsSection } from "./sections/events.ts";
import { hostileSection } from "./sections/hostile.ts";
import { matrixSection } from "./sections/matrix.ts";
import { throughputSection } from "./sections/throughput.ts";

const sections: Readonly<Record<string, (scale: Scale) => Section>> = {
  throughput: throughputSection,
  events: eventsSection,
  matrix: matrixSection,
  check: checkSection,
  hostile: hostileSection,
};

const print = (text: string) => process.stdout.write(`${text}\n`);
const scale: Scale = process.argv.includes("--quick") ? "quick" : "full";
const processors = cpus();
print(
  `Node ${process.version}, ${process.arch}, ${processors.length} × ${processors[0]?.model.trim() ?? "unknown CPU"}, ${scale} run`,
);
const targets: Target[] = [];
const asked = process.argv.slice(2).filter((argument) => argument in sections);
for (const [name, measure] of Object.entries(sections)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const { title, columns, rows, targets: own } = measure(scale);
  print(`\n## ${title}\n\n${renderTable(columns, rows)}`);
  targets.push(...own);
}
print(
  `\n## Targets\n\n${renderTable(["target", "kind", "bound", "measured", ""], targets.map(rowOf))}`,
);
if (targets.some((target) => target.kind === "ratio" && !isMet(target))) process.exitCode = 1;

function rowOf(target: Target): readonly string[] {
  const { what, kind, sense, bound, measured, unit } = target;
  return [
    what,
    kind,
    `${sense} ${readable(bound)} ${unit}`,
    `${readable(measured)} ${unit}`,
    isMet(target) ? "met" : "missed",
  ];
}
