import fc from "fast-check";
import { LAYERS } from "../src/kms/decision.ts";
import { corpusCaseOf } from "../test/property/corpus-case-of.ts";
import { decideIn, referenceWord, wordOf, worldOf } from "../test/property/decide-both.ts";
import { decidingOperators, modifiers } from "../test/property/deciding-operators.ts";
import { decidingLayers, Tally } from "../test/property/decision-tally.ts";
import { allOperators } from "../test/support/generators/condition-arbitrary.ts";
import { type GeneratedWorld, worldArbitrary } from "../test/support/generators/world-arbitrary.ts";
import { type FuzzState, seedOf, seedOfChunk } from "./fuzz-state.ts";

const requestsInWorld = 24;
const worldsInChunk = 1000;
/** Finding out which operators decided costs much: done for one account of so many. */
const operatorsEvery = 25;
/** Below so many decisions the shares of layers and operators say little. */
const enough = 100_000;
const leastOfLayer = 0.01;
const leastOfOperator = 0.001;
const decisionWords = ["allowed", "explicitDeny", "implicitDeny", "conditional"];

interface Tallies {
  readonly words: Tally;
  readonly deciding: Tally;
  readonly operators: Tally;
  readonly differences: Tally;
}

/** Decides the requests of one account by core and reference, and counts. */
const compareWorld = (tallies: Tallies, generated: GeneratedWorld): void => {
  const { snapshot, requests } = generated;
  const world = worldOf(snapshot);
  for (const request of requests) {
    const decision = decideIn(world, request);
    const word = wordOf(decision);
    const reference = referenceWord([snapshot], request);
    tallies.words.add([word]);
    tallies.deciding.add(decidingLayers(decision));
    if (word === reference) continue;
    tallies.differences.add([`${word}, not ${reference}`]);
    if (tallies.differences.total > 1) continue;
    console.log("the first difference, as a corpus case:");
    console.log(JSON.stringify(corpusCaseOf(snapshot, request), null, 2));
  }
};

const fuzzChunk = (tallies: Tallies, seed: number, worlds: number): void => {
  let done = 0;
  const compare = (generated: GeneratedWorld): void => {
    compareWorld(tallies, generated);
    if (done++ % operatorsEvery !== 0) return;
    for (const names of decidingOperators(generated)) tallies.operators.add(names);
  };
  const random = fc.property(worldArbitrary(requestsInWorld), compare);
  fc.assert(random, { seed, numRuns: worlds, endOnFailure: true });
};

const tell = ({ words, deciding, operators, differences }: Tallies): void => {
  for (const [title, tally] of [
    [`decision, of ${words.total}`, words],
    [`deciding layer, of ${deciding.total}`, deciding],
    [`deciding operator, of ${operators.total} decisions`, operators],
    [`difference, ${differences.total} in all`, differences],
  ] as const) {
    console.log(`\n${title}`);
    for (const line of tally.lines()) console.log(`  ${line}`);
  }
};

/** What had less than its share. */
const rareIn = ({ words, deciding, operators }: Tallies): readonly string[] => [
  ...decisionWords.filter((word) => words.share(word) < leastOfLayer),
  ...LAYERS.filter((layer) => deciding.share(layer) < leastOfLayer),
  ...[...allOperators, ...modifiers].filter((name) => operators.share(name) < leastOfOperator),
];

/** Decides random requests by core and reference; tells whether they agree and everything had its share. */
export const fuzzDecisions = (decisions: number, asked: number, state: FuzzState): boolean => {
  const before = state.read("decisions");
  const seed = seedOf(state, "decisions", asked);
  const tallies: Tallies = {
    words: new Tally(before?.tallies["words"]),
    deciding: new Tally(before?.tallies["deciding"]),
    operators: new Tally(before?.tallies["operators"]),
    differences: new Tally(before?.tallies["differences"]),
  };
  const started = performance.now();
  for (let chunk = before?.chunks ?? 0; tallies.words.total < decisions; chunk++) {
    const wanted = Math.ceil((decisions - tallies.words.total) / requestsInWorld);
    fuzzChunk(tallies, seedOfChunk(seed, chunk), Math.min(wanted, worldsInChunk));
    state.write("decisions", {
      seed,
      chunks: chunk + 1,
      tallies: JSON.parse(JSON.stringify(tallies)),
    });
    console.error(`${tallies.words.total} decisions, ${tallies.differences.total} differences`);
  }
  const elapsed = (performance.now() - started) / 1000;
  console.log(`${tallies.words.total} decisions, seed ${seed}, ${elapsed.toFixed(0)} s`);
  tell(tallies);
  const rare = rareIn(tallies);
  const isCovered = rare.length === 0 || tallies.words.total < enough;
  if (!isCovered) console.log(`\ntoo rare: ${rare.join(", ")}`);
  return tallies.differences.total === 0 && isCovered;
};
