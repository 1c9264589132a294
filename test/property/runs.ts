import type { Parameters } from "fast-check";

const seed = Number(process.env["PROPERTY_SEED"] ?? 20_261_121);
const factor = Number(process.env["PROPERTY_FACTOR"] ?? 1);

/**
 * How properties are run: from a fixed seed, told in their names, so that a run can be had again.
 * PROPERTY_SEED and PROPERTY_FACTOR (times as many runs) change it.
 */
export const runs = {
  seed,
  told: `seed ${seed}`,
  of: <T>(numRuns: number): Parameters<T> => ({ seed, numRuns: Math.ceil(numRuns * factor) }),
  /** For tests that shrink what they find themselves. */
  unshrunk: <T>(numRuns: number): Parameters<T> => ({ ...runs.of<T>(numRuns), endOnFailure: true }),
};
