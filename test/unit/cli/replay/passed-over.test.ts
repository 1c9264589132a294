import { expect, it } from "vitest";
import { countPassedOver } from "../../../../src/cli/replay/passed-over.ts";

it("counts events by reason, naming the most frequent", () => {
  const passedOver = countPassedOver();
  expect(passedOver.lines()).toEqual([]);
  for (const name of ["b", "a", "b", "c", "d", "e", "f", "g"]) passedOver.add("foreign", name);
  passedOver.add("older");
  passedOver.add("repeated", null, 0);
  passedOver.add("later", null, 3);
  expect(passedOver.lines()).toEqual([
    "passed over: 8 events of other services or names (b ×2, a, c, d, e +2)",
    "passed over: 1 event older than the snapshot",
    "passed over: 3 events later than --until",
  ]);
});
