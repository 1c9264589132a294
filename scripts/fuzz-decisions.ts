import fc from "fast-check";
import { corpusCaseOf } from "../test/property/corpus-case-of.ts";
import { decideIn, referenceWord, wordOf, worldOf } from "../test/property/decide-both.ts";
import { decidingOperators } from "../test/property/deciding-operators.ts";
import { decidingLayers, layers, Tally } from "../test/property/decision-tally.ts";
import { allOperators } from "../test/support/generators/condition-arbitrary.ts";
import { type GeneratedWorld, worldArbitrary } from "../test/support/generators/world-arbitrary.ts";

const requestsInWorld = 24;
/** Finding out which operators decided costs much: done for one account of so many. */
const operatorsEvery = 25;
/** Below so many decisions the shares of layers and operators say little. */
const enough = 100_000;

/** Decides random requests by core and reference; tells whether they agree and everything had its share. */
export const fuzzDecisions = (decisions: number, seed: number): boolean => {
  const words = new Tally();
  const deciding = new Tally();
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
      deciding.add(decidingLayers(decision));
      differences.add(word === reference ? [] : [`${word}, not ${reference}`]);
      if (word !== reference) first ??= { account: snapshot, request };
    }
    if (worlds % operatorsEvery === 0) {
      for (const names of decidingOperators(generated)) operators.add(names);
    }
    worlds++;
    if (worlds % 1000 === 0) console.error(`${words.total} decisions`);
  };

  const started = performance.now();
  fc.assert(fc.property(worldArbitrary(requestsInWorld), compare), {
    seed,
    numRuns: Math.ceil(decisions / requestsInWorld),
    endOnFailure: true,
  });
  const elapsed = (performance.now() - started) / 1000;
  console.log(`${words.total} decisions on ${worlds} accounts in ${elapsed.toFixed(0)} s`);
  for (const [title, tally] of [
    ["decision", words],
    ["deciding layer", deciding],
    [`deciding operator, of ${operators.total} decisions`, operators],
    ["difference", differences],
  ] as const) {
    console.log(`\n${title}`);
    for (const line of tally.lines()) console.log(`  ${line}`);
  }
  if (first !== null) {
    const { account, request } = first;
    console.log("\nthe first difference, as a corpus case:");
    console.log(JSON.stringify(corpusCaseOf(account, request), null, 2));
  }
  const rare = [
    ...layers.filter((layer) => deciding.share(layer) < 0.01),
    ...allOperators.filter((operator) => operators.share(operator) < 0.001),
  ];
  const isCovered = rare.length === 0 || words.total < enough;
  if (!isCovered) console.log(`\ntoo rare: ${rare.join(", ")}`);
  return first === null && isCovered;
};
