/** How often the guardrail reverts by itself before it asks: so many times at once, one more every so often. */
export interface ReadyReverts {
  readonly atOnce: number;
  readonly everyMinutes: number;
}

/** How much the guardrail does by itself before it asks. What a person approved is not counted. */
export interface Limits {
  readonly resource: ReadyReverts;
  readonly actor: ReadyReverts;
  /** The account in this Region; beyond it the breaker opens. */
  readonly account: ReadyReverts;
  /** A change that comes back after so many reverts is somebody else's will. */
  readonly fight: {
    readonly reverts: number;
    readonly withinMinutes: number;
    readonly stopHours: number;
  };
  /** So many failures open the breaker: enforcement asks first in the whole account. */
  readonly breaker: {
    readonly failures: number;
    readonly withinMinutes: number;
    readonly openMinutes: number;
  };
}

/** The limits of a `guardrail.yml` that tells none. */
export const DEFAULT_LIMITS: Limits = {
  resource: { atOnce: 5, everyMinutes: 10 },
  actor: { atOnce: 10, everyMinutes: 3 },
  account: { atOnce: 30, everyMinutes: 1 },
  fight: { reverts: 3, withinMinutes: 60, stopHours: 24 },
  breaker: { failures: 3, withinMinutes: 15, openMinutes: 60 },
};
