import type { AccountKind, AccountSize } from "../account/make-account.ts";
import type { EventCosts } from "../jobs/event.ts";
import type { RecordKind } from "../jobs/records.ts";
import { inProcess } from "../measure/run-in-process.ts";
import { count, readable } from "../report/numbers.ts";
import type { Scale, Section } from "../report/section.ts";

/** Every kind of record, and how often it is judged: an IAM event reaches every key. */
const times: Readonly<Record<RecordKind, number>> = {
  "unmentioned-tag": 30,
  "silent-tag": 30,
  "telling-tag": 10,
  alias: 20,
  "key-policy": 20,
  "role-tag": 3,
  "managed-policy": 3,
};

const large: Readonly<Record<Scale, AccountSize>> = {
  full: { keys: 10_000, roles: 2000 },
  quick: { keys: 300, roles: 300 },
};

const growth: Readonly<Record<Scale, readonly AccountSize[]>> = {
  full: [
    { keys: 10, roles: 10 },
    { keys: 1000, roles: 1000 },
    { keys: 10_000, roles: 10_000 },
  ],
  quick: [],
};

interface Measured extends EventCosts, AccountSize {
  readonly kind: AccountKind;
  readonly event: RecordKind;
}

/** Time for an event of each kind, from the record to what differs and to the whole finding. */
export function eventsSection(scale: Scale): Section {
  const measure = (kind: AccountKind, event: RecordKind, size: AccountSize): Measured => {
    const job = { kind, event, ...size, times: times[event] };
    return { ...job, ...inProcess.event(job) };
  };
  const usual = (Object.keys(times) as RecordKind[]).map((event) =>
    measure("usual", event, large[scale]),
  );
  const distinct = measure("distinct", "silent-tag", large[scale]);
  const grown = growth[scale].map((size) => measure("usual", "silent-tag", size));
  const silent = [...usual, distinct].filter(({ event }) => event === "silent-tag");
  return {
    title: "One event: decided before and after, then explained",
    columns: [
      "event (account)",
      "keys",
      "roles",
      "access changes",
      "decided, CPU ms",
      "decided, clock ms",
      "with finding, CPU ms",
      "the first, CPU ms",
      "peak MiB",
    ],
    rows: [...usual, distinct, ...grown].map(rowOf),
    targets: silent.flatMap(({ kind, decided, first }) => [
      {
        what: `silent tag on the ${kind} account, decided before and after`,
        kind: "figure",
        measured: decided.cpuMs,
        bound: 10,
        sense: "at most",
        unit: "ms",
      },
      {
        what: `${kind}: the first event, which compiles the account, against the next`,
        kind: "ratio",
        measured: first.cpuMs / decided.cpuMs,
        bound: 10,
        sense: "at least",
        unit: "×",
      },
    ]),
  };
}

function rowOf(measured: Measured): readonly string[] {
  const { event, kind, keys, roles, accessChanges, decided, judged, first, peakMiB } = measured;
  return [
    `${event} (${kind})`,
    count(keys),
    count(roles),
    count(accessChanges),
    readable(decided.cpuMs),
    readable(decided.wallMs),
    readable(judged.cpuMs),
    readable(first.cpuMs),
    readable(peakMiB),
  ];
}
