import fc from "fast-check";
import { checkComparison } from "../test/property/check-comparison.ts";
import { Tally } from "../test/property/decision-tally.ts";
import { pairArbitrary } from "../test/support/generators/comparison-arbitrary.ts";
import { type FuzzState, seedOf, seedOfChunk } from "./fuzz-state.ts";

const contextsOfPair = 40;
const pairsInChunk = 1000;
/** Past the bound of exact comparison at most this share of the pairs. */
const mostIncomplete = 0.01;

/** Compares random pairs of residual conditions; tells whether brute force agrees. */
export const fuzzComparisons = (pairs: number, asked: number, state: FuzzState): boolean => {
  const before = state.read("pairs");
  const seed = seedOf(state, "pairs", asked);
  const said = new Tally(before?.tallies["said"]);
  const differing = new Tally(before?.tallies["differing"]);
  const started = performance.now();
  const random = fc.property(pairArbitrary, (pair) => {
    const checked = checkComparison(pair, contextsOfPair);
    if (!checked.isOpen) return;
    said.add([checked.said]);
    differing.add(checked.differences > 0 ? [checked.said] : []);
  });
  // About every second pair has a side that is neither surely allowed nor surely denied.
  for (let chunk = before?.chunks ?? 0; said.total < pairs; chunk++) {
    const numRuns = Math.min(pairs, pairsInChunk);
    fc.assert(random, { seed: seedOfChunk(seed, chunk), numRuns, endOnFailure: true });
    const tallies = JSON.parse(JSON.stringify({ said, differing }));
    state.write("pairs", { seed, chunks: chunk + 1, tallies });
    console.error(`${said.total} pairs`);
  }
  const elapsed = (performance.now() - started) / 1000;
  console.log(`\n${said.total} pairs with open conditions, seed ${seed}, ${elapsed.toFixed(0)} s`);
  for (const line of said.lines()) console.log(`  ${line}`);
  console.log("of which a context drawn at random shows it");
  for (const line of differing.lines()) console.log(`  ${line}`);
  return said.share("incomplete") < mostIncomplete;
};
