import fc, { type Arbitrary } from "fast-check";
import { runs } from "./runs.ts";
import { shrinkJson } from "./shrink-json.ts";

/** A law that does not hold, with what shows it. */
class Violation extends Error {}

/** Tells that a law is broken unless the condition holds; the details are made only then. */
export const must = (holds: boolean, law: string, details: () => unknown = () => ""): void => {
  if (!holds) throw new Violation(`${law} ${JSON.stringify(details(), null, 1)}`);
};

const violationOf = <T>(check: (value: T) => void, value: T): Violation | null => {
  try {
    check(value);
    return null;
  } catch (error) {
    if (error instanceof Violation) return error;
    throw error;
  }
};

const isViolated = <T>(check: (value: T) => void, value: T): boolean => {
  try {
    return violationOf(check, value) !== null;
  } catch {
    // A piece is missing without which nothing can be checked.
    return false;
  }
};

/**
 * Checks a law on random JSON values. A counterexample is made smaller piece by piece, which is
 * quicker than the generators' own way, and told as JSON.
 */
export const holdsFor = <T>(
  arbitrary: Arbitrary<T>,
  numRuns: number,
  check: (value: T) => void,
): void => {
  const run = fc.check(
    fc.property(arbitrary, (value) => violationOf(check, value) === null),
    runs.unshrunk<[T]>(numRuns),
  );
  if (run.counterexample === null) return;
  const [value] = run.counterexample;
  // Thrown again here, where it is no violation but an error of the check.
  const found = violationOf(check, value);
  const smallest = shrinkJson(value, (smaller) => isViolated(check, smaller), 5000);
  const message = (violationOf(check, smallest) ?? found)?.message;
  throw new Error(
    `${message}\nin ${JSON.stringify(smallest)}\n(${runs.told}, ${run.numRuns} runs)`,
  );
};
