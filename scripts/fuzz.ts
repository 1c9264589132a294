// Compares the evaluator with the naive reference on random accounts and requests, and what is said
// of pairs of residual conditions with contexts drawn at random. With a state file, a run that was
// stopped goes on where it was.
// usage: npm run fuzz -- [DECISIONS] [--pairs N] [--seed N] [--state FILE]
import { parseArgs } from "node:util";
import { fuzzComparisons } from "./fuzz-comparisons.ts";
import { fuzzDecisions } from "./fuzz-decisions.ts";
import { makeFuzzState } from "./fuzz-state.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    state: { type: "string" },
  },
});
const seed = Number(values.seed);
const decisions = Number(positionals[0] ?? 200_000);
const pairs = Number(values.pairs);
const state = makeFuzzState(values.state);

const isGood = [
  decisions === 0 || fuzzDecisions(decisions, seed, state),
  pairs === 0 || fuzzComparisons(pairs, seed, state),
].every(Boolean);
process.exitCode = isGood ? 0 : 1;
