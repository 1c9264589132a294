import { expect, it } from "vitest";
import { randomNumbers } from "../support/history.ts";
import { runHistory } from "../support/run-history.ts";
import { repeatedFindings, unnamedFindings } from "../support/told-findings.ts";
import { describeInLab } from "./support/describe-in-lab.ts";
import { makeHistoryTable } from "./support/history-stores.ts";

/** HISTORY_LENGTH=1000 plays as many; the gate has no time for more than these. */
const length = Number(process.env["HISTORY_LENGTH"] ?? 40);
/** Functions that run at a time, each with a client of its own. */
const writers = 4;
const seed = 20_261_122;
/** Of the calls to DynamoDB and S3. */
const failing = 0.03;

describeInLab(`a history of ${length} events of all kinds over DynamoDB`, (lab) => {
  it(
    "late, twice, several at a time and with faults comes to what it does in its order",
    async () => {
      const { storeOf } = await makeHistoryTable(lab());
      const random = randomNumbers(seed);
      const stores = Array.from({ length: writers }, () => storeOf(failing, random));
      const run = await runHistory(stores, length, seed, [storeOf(0, random)]);
      expect(run.deliveries).toBeGreaterThan(length);
      expect(run.failures).toBeGreaterThan(0);
      expect(run.outcome.findings).toEqual(run.expected.findings);
      expect(run.outcome.account).toEqual(run.expected.account);
      const told = new Set(run.published.map(({ findingId }) => findingId));
      for (const findingId of Object.values(run.expected.findings))
        expect(told).toContain(findingId);
      // Another stands in the place of one that was told without a word of it only after a function failed that told it.
      const unnamed = unnamedFindings(run.published, run.outcome.findings);
      expect(unnamed.length).toBeLessThanOrEqual(run.toldInVain);
      // The same one is told again only after that, or where its event came twice, which two may handle at a time.
      const repeated = repeatedFindings(run.published);
      expect(repeated.length).toBeLessThanOrEqual(run.toldInVain + run.deliveries - length);
    },
    300_000 + length * 3_000,
  );
});
