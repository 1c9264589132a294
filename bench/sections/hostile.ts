import type { HostileKind } from "../account/make-hostile-account.ts";
import { inProcess } from "../measure/run-in-process.ts";
import { perSecond, readable } from "../report/numbers.ts";
import type { Scale, Section } from "../report/section.ts";
import type { Target } from "../report/target.ts";

/** What is doubled, and by how much the time may grow for it: patterns by their length and the value's. */
const doubled: Readonly<Record<HostileKind, { readonly what: string; readonly bound: number }>> = {
  patterns: { what: "patterns `*a*a…*b` and their values twice as long", bound: 5 },
  statements: { what: "6,000 statements instead of 3,000", bound: 3 },
};
const budgetMs: Readonly<Record<Scale, number>> = { full: 3000, quick: 400 };

/** Accounts that are made to be slow. */
export function hostileSection(scale: Scale): Section {
  const measured = (Object.keys(doubled) as HostileKind[]).map((kind) => {
    const measure = (hostility: number) => {
      const size = { keys: 100, roles: 300, hostility };
      const throughput = inProcess.throughput({
        kind,
        ...size,
        oneByOne: false,
        budgetMs: budgetMs[scale],
      });
      const event = inProcess.event({ kind, ...size, event: "key-policy", times: 5 });
      return { ...throughput, event };
    };
    return { kind, half: measure(0.5), full: measure(1) };
  });
  return {
    title: "Hostile accounts: 100 keys, 300 roles, 20 managed policies each",
    columns: [
      "account",
      "compiled in, CPU ms",
      "triples/s (CPU)",
      "a key policy decided, CPU ms",
      "peak MiB",
    ],
    rows: measured.flatMap(({ kind, half, full }) =>
      [half, full].map((one) => [
        one === half ? `${kind}, half` : kind,
        readable(one.compile.cpuMs),
        readable(perSecond(one.triples, one.cost.cpuMs)),
        readable(one.event.decided.cpuMs),
        readable(one.peakMiB),
      ]),
    ),
    targets: measured.map(
      ({ kind, half, full }): Target => ({
        what: `time for a triple, ${doubled[kind].what}`,
        kind: "ratio",
        measured: full.cost.cpuMs / full.triples / (half.cost.cpuMs / half.triples),
        bound: doubled[kind].bound,
        sense: "at most",
        unit: "×",
      }),
    ),
  };
}
