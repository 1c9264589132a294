import { expect, it } from "vitest";
import { mapInTurn } from "../../../../src/aws/snapshot/in-turn.ts";

it("keeps the order and never has more under way than it may", async () => {
  let underWay = 0;
  let most = 0;
  const doubled = await mapInTurn([5, 1, 4, 2, 3, 0], 2, async (item) => {
    underWay++;
    most = Math.max(most, underWay);
    for (let turn = 0; turn < item; turn++) await Promise.resolve();
    underWay--;
    return item * 2;
  });
  expect(doubled).toEqual([10, 2, 8, 4, 6, 0]);
  expect(most).toBe(2);
  expect(await mapInTurn([], 2, () => Promise.reject(new Error("nothing to map")))).toEqual([]);
});
