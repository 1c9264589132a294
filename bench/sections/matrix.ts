import type { AccountKind, AccountSize } from "../account/make-account.ts";
import type { MatrixCosts } from "../jobs/matrix.ts";
import { inProcess } from "../measure/run-in-process.ts";
import { count, readable } from "../report/numbers.ts";
import type { Scale, Section } from "../report/section.ts";
import type { Target } from "../report/target.ts";

const sizes: Readonly<Record<Scale, readonly AccountSize[]>> = {
  full: [
    { keys: 100, roles: 100 },
    { keys: 1000, roles: 1000 },
    { keys: 10_000, roles: 1000 },
  ],
  quick: [{ keys: 300, roles: 300 }],
};

interface Measured extends MatrixCosts, AccountSize {
  readonly kind: AccountKind;
}

/** The command `matrix --stats`, reading the account included. */
export function matrixSection(scale: Scale): Section {
  const measured = (["usual", "distinct"] as const).flatMap((kind) =>
    sizes[scale].map((size): Measured => {
      const job = { kind, ...size };
      return { ...job, ...inProcess.matrix(job) };
    }),
  );
  return {
    title: "`matrix --stats`, the whole command",
    columns: ["account", "keys", "roles", "triples", "decisions", "CPU s", "clock s", "peak MiB"],
    rows: measured.map(({ kind, keys, roles, triples, decisions, cost, peakMiB }) => [
      kind,
      count(keys),
      count(roles),
      count(triples),
      count(decisions),
      readable(cost.cpuMs / 1000),
      readable(cost.wallMs / 1000),
      readable(peakMiB),
    ]),
    targets: scale === "full" ? measured.filter(isLargest).flatMap(targetsOf) : [],
  };
}

function isLargest({ keys }: AccountSize): boolean {
  return keys === 10_000;
}

function targetsOf({ kind, cost, peakMiB }: Measured): readonly Target[] {
  const what = `\`matrix --stats\` of 10,000 keys × 1,000 roles, ${kind}`;
  const figure = { kind: "figure", sense: "at most" } as const;
  return [
    { ...figure, what, measured: cost.cpuMs / 1000, bound: 20, unit: "s" },
    { ...figure, what: `${what}: memory`, measured: peakMiB, bound: 1024, unit: "MiB" },
  ];
}
