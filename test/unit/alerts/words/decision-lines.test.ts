import { expect, it } from "vitest";
import { decisionLines } from "../../../../src/alerts/words/decision-lines.ts";

it("tells what blocks, and nothing where there is nothing to tell", () => {
  const decision = {
    decision: "implicitDeny",
    determiningStatements: [],
    blockedBy: ["identity-policy", "service-control-policy"],
    missingContextKeys: [],
    unknowns: [],
    condition: null,
  } as const;
  expect(decisionLines(decision)).toEqual([
    [{ text: "blocked by: identity policy and SCP", tone: "strong" }],
  ]);
  expect(decisionLines({ ...decision, blockedBy: [] })).toEqual([]);
});
