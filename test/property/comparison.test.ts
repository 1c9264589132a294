import { expect, it } from "vitest";
import { pairArbitrary } from "../support/generators/comparison-arbitrary.ts";
import { checkComparison } from "./check-comparison.ts";
import { Tally } from "./decision-tally.ts";
import { holdsFor } from "./holds-for.ts";
import { runs } from "./runs.ts";

it(`comparing two residual conditions agrees with contexts drawn at random, ${runs.told}`, () => {
  const said = new Tally();
  holdsFor(pairArbitrary, 300, (pair) => {
    const checked = checkComparison(pair, 20);
    if (checked.isOpen) said.add([checked.said]);
  });
  expect(said.share("incomplete")).toBeLessThan(0.01);
  for (const word of ["equal", "gained", "lost", "both"]) {
    expect.soft(said.share(word), word).toBeGreaterThan(0.05);
  }
});
