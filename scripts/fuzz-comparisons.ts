import fc from "fast-check";
import { checkComparison } from "../test/property/check-comparison.ts";
import { Tally } from "../test/property/decision-tally.ts";
import { pairArbitrary } from "../test/support/generators/comparison-arbitrary.ts";

const contextsOfPair = 40;
/** Past the bound of exact comparison at most this share of the pairs. */
const mostIncomplete = 0.01;

/** Compares random pairs of residual conditions; tells whether brute force agrees. */
export const fuzzComparisons = (pairs: number, seed: number): boolean => {
  const said = new Tally();
  const differing = new Tally();
  const started = performance.now();
  const random = fc.property(pairArbitrary, (pair) => {
    const checked = checkComparison(pair, contextsOfPair);
    if (!checked.isOpen) return;
    said.add([checked.said]);
    differing.add(checked.differences > 0 ? [checked.said] : []);
    if (said.total % 1000 === 0) console.error(`${said.total} pairs`);
  });
  // About every second pair has a side that is neither surely allowed nor surely denied.
  for (let round = 0; said.total < pairs; round++) {
    fc.assert(random, { seed: seed + round, numRuns: pairs, endOnFailure: true });
  }
  const elapsed = (performance.now() - started) / 1000;
  console.log(`\n${said.total} pairs with open conditions in ${elapsed.toFixed(0)} s`);
  for (const line of said.lines()) console.log(`  ${line}`);
  console.log("of which a context drawn at random shows it");
  for (const line of differing.lines()) console.log(`  ${line}`);
  return said.share("incomplete") < mostIncomplete;
};
