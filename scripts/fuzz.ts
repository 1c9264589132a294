// Compares the evaluator with the naive reference on random accounts and requests.
// usage: npm run fuzz -- [DECISIONS] [SEED]
import fc from "fast-check";
import { corpusCaseOf } from "../test/property/corpus-case-of.ts";
import { decideIn, referenceWord, wordOf, worldOf } from "../test/property/decide-both.ts";
import { decidingOperators } from "../test/property/deciding-operators.ts";
import { decidingLayers, Tally } from "../test/property/decision-tally.ts";
import { type GeneratedWorld, worldArbitrary } from "../test/support/generators/world-arbitrary.ts";

const requestsInWorld = 24;
/** Finding out which operators decided costs much: done for one account of so many. */
const operatorsEvery = 25;

const decisions = Number(process.argv[2] ?? 200_000);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);

const words = new Tally();
const layers = new Tally();
const operators = new Tally();
const differences = new Tally();
let first: { readonly account: unknown; readonly request: unknown } | null = null;
let worlds = 0;

const compare = (generated: GeneratedWorld): void => {
  const { snapshot, requests } = generated;
  const world = worldOf(snapshot);
  for (const request of requests) {
    const decision = decideIn(world, request);
    const word = wordOf(decision);
    const reference = referenceWord([snapshot], request);
    words.add([word]);
    layers.add(decidingLayers(decision));
    differences.add(word === reference ? [] : [`${word}, not ${reference}`]);
    if (word !== reference) first ??= { account: snapshot, request };
  }
  if (worlds++ % operatorsEvery === 0) {
    for (const deciding of decidingOperators(generated)) operators.add(deciding);
  }
};

console.log(`seed ${seed}`);
const started = performance.now();
fc.assert(
  fc.property(worldArbitrary(requestsInWorld), (generated) => {
    compare(generated);
    if (worlds % 1000 === 0) console.error(`${words.total} decisions`);
  }),
  { seed, numRuns: Math.ceil(decisions / requestsInWorld), endOnFailure: true },
);
const elapsed = (performance.now() - started) / 1000;
console.log(`${words.total} decisions in ${elapsed.toFixed(0)} s`);
for (const [title, tally] of [
  ["decision", words],
  ["deciding layer", layers],
  [`deciding operator (of ${operators.total} decisions)`, operators],
  ["difference", differences],
] as const) {
  console.log(`\n${title}`);
  for (const line of tally.lines()) console.log(`  ${line}`);
}
if (first !== null) {
  const { account, request } = first;
  console.log("\nthe first difference, as a corpus case:");
  console.log(JSON.stringify(corpusCaseOf(account, request), null, 2));
  process.exitCode = 1;
}
