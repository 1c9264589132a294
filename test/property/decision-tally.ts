import { isRequestError, type RequestError } from "../../src/access/decide/request.ts";
import type { Decision } from "../../src/kms/decision.ts";

/** A tally as JSON. */
export interface CountedSoFar {
  readonly counts: Readonly<Record<string, number>>;
  readonly total: number;
}

/** How often something was seen, by name. */
export class Tally {
  readonly counts: Map<string, number>;
  total: number;

  /** Begins with what another tally has counted. */
  constructor({ counts, total }: CountedSoFar = { counts: {}, total: 0 }) {
    this.counts = new Map(Object.entries(counts));
    this.total = total;
  }

  toJSON(): CountedSoFar {
    return { counts: Object.fromEntries(this.counts), total: this.total };
  }

  add(names: Iterable<string>): void {
    this.total++;
    for (const name of new Set(names)) this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  share(name: string): number {
    return this.total === 0 ? 0 : (this.counts.get(name) ?? 0) / this.total;
  }

  /** Names with their shares in percent, the most frequent first. */
  lines(): readonly string[] {
    return [...this.counts]
      .sort(([, a], [, b]) => b - a)
      .map(
        ([name, count]) =>
          `${name.padEnd(32)} ${String(count).padStart(8)} ${((100 * count) / this.total).toFixed(2)} %`,
      );
  }
}

/**
 * The layers that decided: those whose statements denied or allowed, or that would have had to
 * change for the request to be allowed.
 */
export const decidingLayers = (decision: Decision | RequestError): readonly string[] => {
  if (isRequestError(decision)) return [];
  return decision.decision === "implicitDeny"
    ? decision.blockedBy
    : decision.determiningStatements.map(({ layer }) => layer);
};
