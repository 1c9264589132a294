// Compares the evaluator with the naive reference on random accounts and requests, and what is said
// of pairs of residual conditions with contexts drawn at random.
// usage: npm run fuzz -- [DECISIONS] [--pairs N] [--seed N]
import { parseArgs } from "node:util";
import { fuzzComparisons } from "./fuzz-comparisons.ts";
import { fuzzDecisions } from "./fuzz-decisions.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: "string", default: "10000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
  },
});
const seed = Number(values.seed);
const decisions = Number(positionals[0] ?? 200_000);
const pairs = Number(values.pairs);

console.log(`seed ${seed}`);
const isGood = [
  decisions === 0 || fuzzDecisions(decisions, seed),
  pairs === 0 || fuzzComparisons(pairs, seed),
].every(Boolean);
process.exitCode = isGood ? 0 : 1;
