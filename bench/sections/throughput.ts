import type { AccountKind, AccountSize } from "../account/make-account.ts";
import type { Throughput } from "../jobs/throughput.ts";
import { inProcess } from "../measure/run-in-process.ts";
import { count, perSecond, readable } from "../report/numbers.ts";
import type { Scale, Section } from "../report/section.ts";
import type { Target } from "../report/target.ts";

const kinds: readonly AccountKind[] = ["usual", "distinct"];
const size = (keys: number, roles: number): AccountSize => ({ keys, roles });

const sizes: Readonly<Record<Scale, readonly AccountSize[]>> = {
  full: [
    size(10, 10),
    size(100, 100),
    size(1000, 1000),
    size(10, 10_000),
    size(10_000, 10),
    size(10_000, 10_000),
  ],
  quick: [size(10, 10), size(300, 300)],
};
const budgetMs: Readonly<Record<Scale, number>> = { full: 3000, quick: 400 };

interface Measured extends Throughput, AccountSize {
  readonly kind: AccountKind;
  readonly oneByOne: boolean;
}

/** Evaluated (principal, key, path) triples, each with every action, and decisions a second. */
export function throughputSection(scale: Scale): Section {
  const measure = (kind: AccountKind, of: AccountSize, oneByOne: boolean): Measured => {
    const job = { kind, ...of, oneByOne, budgetMs: budgetMs[scale] };
    return { ...job, ...inProcess.throughput(job) };
  };
  const at = scale === "full" ? size(1000, 1000) : size(300, 300);
  const measured = kinds.flatMap((kind) => [
    ...sizes[scale].map((of) => measure(kind, of, false)),
    measure(kind, at, true),
  ]);
  return {
    title: "Throughput: triples evaluated, each with every action",
    columns: [
      "account",
      "keys",
      "roles",
      "triples/s (CPU)",
      "triples/s (clock)",
      "decisions/s (CPU)",
      "compiled in, CPU ms",
      "peak MiB",
    ],
    rows: measured.map(rowOf),
    targets: kinds.flatMap((kind) => targetsOf(kind, measured, at)),
  };
}

const triplesPerSecond = ({ triples, cost }: Measured): number => perSecond(triples, cost.cpuMs);
const decisionsPerSecond = ({ decisions, cost }: Measured): number =>
  perSecond(decisions, cost.cpuMs);

function rowOf(measured: Measured): readonly string[] {
  const { kind, oneByOne, keys, roles, triples, cost, compile, peakMiB } = measured;
  return [
    oneByOne ? `${kind}, one by one` : kind,
    count(keys),
    count(roles),
    readable(triplesPerSecond(measured)),
    readable(perSecond(triples, cost.wallMs)),
    readable(decisionsPerSecond(measured)),
    readable(compile.cpuMs),
    readable(peakMiB),
  ];
}

function targetsOf(
  kind: AccountKind,
  all: readonly Measured[],
  at: AccountSize,
): readonly Target[] {
  const ofKind = all.filter((one) => one.kind === kind);
  const classed = ofKind.filter(({ oneByOne }) => !oneByOne);
  const largest = classed.at(-1);
  const large = classed.filter(({ keys, roles }) => keys >= at.keys && roles >= at.roles);
  const compared = classed.find(({ keys, roles }) => keys === at.keys && roles === at.roles);
  const alone = ofKind.find(({ oneByOne }) => oneByOne);
  if (!(largest && compared && alone)) throw new Error(`nothing measured of ${kind}`);
  const from = `${count(at.keys)} keys × ${count(at.roles)} roles`;
  const ratio = { kind: "ratio", unit: "×" } as const;
  return [
    kind === "usual"
      ? {
          what: `decisions/s on the usual account, from ${from} on`,
          kind: "figure",
          measured: Math.min(...large.map(decisionsPerSecond)),
          bound: 5_000_000,
          sense: "at least",
          unit: "/s",
        }
      : {
          what: `triples/s where every principal differs, from ${from} on`,
          kind: "figure",
          measured: Math.min(...large.map(triplesPerSecond)),
          bound: 100_000,
          sense: "at least",
          unit: "/s",
        },
    {
      ...ratio,
      what: `${kind}: by classes against one by one`,
      measured: triplesPerSecond(compared) / triplesPerSecond(alone),
      bound: 3,
      sense: "at least",
    },
    {
      ...ratio,
      what: `${kind}: time for a triple at the largest size against ${from}`,
      measured: triplesPerSecond(compared) / triplesPerSecond(largest),
      bound: 2,
      sense: "at most",
    },
  ];
}
