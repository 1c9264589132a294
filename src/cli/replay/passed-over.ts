import { count, shortList } from "../../alerts/words/shorten.ts";

/** Why an event is not judged. */
export type PassedOverReason =
  | "foreign"
  | "older"
  | "other-account"
  | "failed-call"
  | "repeated"
  | "later";

const words: Readonly<Record<PassedOverReason, string>> = {
  foreign: "of other services or names",
  older: "older than the snapshot",
  "other-account": "of accounts or Regions that no snapshot describes",
  "failed-call": "of calls that failed",
  repeated: "given more than once",
  later: "later than --until",
};

const mostNames = 5;

/** Counts the events that are not judged. */
export interface PassedOver {
  readonly add: (reason: PassedOverReason, name?: string | null, number?: number) => void;
  /** One line for each reason. */
  readonly lines: () => readonly string[];
}

export function countPassedOver(): PassedOver {
  const reasons = new Map<PassedOverReason, { total: number; names: Map<string, number> }>();
  return {
    add: (reason, name = null, number = 1) => {
      if (number === 0) return;
      const counted = reasons.get(reason) ?? { total: 0, names: new Map<string, number>() };
      counted.total += number;
      if (name !== null) counted.names.set(name, (counted.names.get(name) ?? 0) + number);
      reasons.set(reason, counted);
    },
    lines: () =>
      [...reasons].map(([reason, { total, names }]) => {
        const told = names.size === 0 ? "" : ` (${namesText(names)})`;
        return `passed over: ${count(total, "event")} ${words[reason]}${told}`;
      }),
  };
}

/** The most frequent first. */
function namesText(names: ReadonlyMap<string, number>): string {
  const sorted = [...names].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return shortList(
    sorted.map(([name, number]) => (number === 1 ? name : `${name} ×${number}`)),
    mostNames,
  );
}
