import fc from "fast-check";
import { expect, it } from "vitest";
import { LAYERS } from "../../src/kms/decision.ts";
import { allOperators } from "../support/generators/condition-arbitrary.ts";
import { worldArbitrary } from "../support/generators/world-arbitrary.ts";
import { corpusCaseOf } from "./corpus-case-of.ts";
import { decideIn, referenceWord, wordOf, worldOf } from "./decide-both.ts";
import { baseOperator } from "./deciding-operators.ts";
import { decidingLayers, Tally } from "./decision-tally.ts";
import { runs } from "./runs.ts";

const operatorsIn = (json: unknown): string[] =>
  [...JSON.stringify(json).matchAll(/"((?:For\w+:)?\w+)":\{"/g)].map(([, name]) =>
    baseOperator(name ?? ""),
  );

it(`core and reference decide alike, ${runs.told}`, () => {
  const deciding = new Tally();
  const words = new Tally();
  const operators = new Set<string>();
  fc.assert(
    fc.property(worldArbitrary(24), ({ snapshot, requests }) => {
      const world = worldOf(snapshot);
      for (const operator of operatorsIn(snapshot)) operators.add(operator);
      for (const request of requests) {
        const decision = decideIn(world, request);
        const word = wordOf(decision);
        if (word !== referenceWord([snapshot], request)) {
          throw new Error(JSON.stringify(corpusCaseOf(snapshot, request), null, 2));
        }
        words.add([word]);
        deciding.add(decidingLayers(decision));
      }
    }),
    runs.unshrunk(160),
  );
  for (const layer of LAYERS) expect.soft(deciding.share(layer), layer).toBeGreaterThan(0.01);
  for (const word of ["allowed", "explicitDeny", "implicitDeny", "conditional"]) {
    expect.soft(words.share(word), word).toBeGreaterThan(0.01);
  }
  expect([...operators]).toEqual(expect.arrayContaining([...allOperators]));
});
