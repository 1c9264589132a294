import { describe, expect, it } from "vitest";
import type { TargetDecision } from "../../../../src/access/decide/decide-target.ts";
import { mergeDecisions } from "../../../../src/access/decide/merge-decisions.ts";
import { open } from "../../../../src/policy/evaluate-test.ts";
import {
  FALSE,
  type Formula,
  notFormula,
  TRUE,
  unknownFormula,
} from "../../../../src/policy/formula.ts";
import { conditionOn } from "../../policy/sample-test.ts";

const via = open(conditionOn("StringEquals", "kms:ViaService", "s3.us-west-2.amazonaws.com"));
const unknown = unknownFormula("policyUnreadable", "the boundary could not be read");
const statement = (layer: "key-policy" | "identity-policy", index: number) => ({
  layer,
  policy: "default",
  sid: null,
  statement: index,
});

/** One side of an operation; what merging does not read is left out. */
const side = (
  decision: TargetDecision["decision"],
  formula: Formula,
  rest: Partial<TargetDecision> = {},
) =>
  ({
    decision,
    formula,
    determiningStatements: [],
    blockedBy: [],
    missingContextKeys: [],
    unknowns: [],
    condition: null,
    ...rest,
  }) as unknown as TargetDecision;

const allowed = side("allowed", TRUE, { determiningStatements: [statement("key-policy", 0)] });
const conditional = side("conditional", via, {
  determiningStatements: [statement("identity-policy", 1), statement("key-policy", 0)],
  missingContextKeys: ["kms:ViaService"],
});
const implicit = side("implicitDeny", FALSE, { blockedBy: ["identity-policy"] });
const explicit = side("explicitDeny", FALSE, {
  determiningStatements: [statement("key-policy", 2)],
  blockedBy: ["key-policy"],
});

describe("mergeDecisions", () => {
  it.each([
    [[allowed], "allowed"],
    [[allowed, allowed], "allowed"],
    [[allowed, conditional], "conditional"],
    [[allowed, implicit], "implicitDeny"],
    [[conditional, implicit], "implicitDeny"],
    [[implicit, explicit], "explicitDeny"],
    [[explicit, allowed, conditional], "explicitDeny"],
    [[conditional, side("conditional", notFormula(via))], "implicitDeny"],
  ])("%#: every side must allow", (sides, decision) => {
    expect(mergeDecisions(sides).decision).toBe(decision);
    expect(mergeDecisions([...sides].reverse()).decision).toBe(decision);
  });

  it("tells the statements of the sides that decided, each once", () => {
    const statements = (...sides: readonly TargetDecision[]) =>
      mergeDecisions(sides).determiningStatements;
    expect(statements(allowed, conditional)).toEqual([
      statement("key-policy", 0),
      statement("identity-policy", 1),
    ]);
    expect(statements(allowed, explicit)).toEqual([statement("key-policy", 2)]);
    expect(statements(allowed, implicit)).toEqual([]);
  });

  it("tells all that block, each once", () => {
    expect(mergeDecisions([implicit, explicit, implicit]).blockedBy).toEqual([
      "identity-policy",
      "key-policy",
    ]);
  });

  it("tells what is open only while the decision is", () => {
    const other = side("conditional", unknown, {
      missingContextKeys: ["aws:SourceIp", "kms:ViaService"],
      unknowns: [{ code: "policyUnreadable", text: "x" }],
    });
    expect(mergeDecisions([conditional, other, other])).toMatchObject({
      decision: "conditional",
      missingContextKeys: ["aws:SourceIp", "kms:ViaService"],
      unknowns: [{ code: "policyUnreadable", text: "x" }],
      condition: { and: expect.any(Array) },
      formula: { kind: "and" },
    });
    expect(mergeDecisions([conditional, other, implicit])).toMatchObject({
      missingContextKeys: [],
      unknowns: [],
      condition: null,
    });
  });

  it("keeps every note once", () => {
    const note = { code: "principalNotListed", text: "x" };
    const noted = side("allowed", TRUE, { notes: [note] });
    expect(mergeDecisions([noted, allowed, noted]).notes).toEqual([note]);
  });
});
