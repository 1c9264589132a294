import { describe, expect, it } from "vitest";
import { singleAction, unionActions } from "../../../src/policy/action-set.ts";
import { unknownFormula } from "../../../src/policy/formula.ts";
import {
  NO_VERDICT,
  orVerdicts,
  sameForAll,
  sameVerdict,
  surely,
} from "../../../src/policy/verdict.ts";

const open = unknownFormula("code", "reason");
const one = singleAction(1);
const both = unionActions(one, singleAction(2));

describe("sameVerdict", () => {
  it("tells verdicts apart in which the same condition covers more actions", () => {
    expect(sameVerdict(sameForAll(one, open), sameForAll(both, open))).toBe(false);
    expect(sameVerdict(sameForAll(both, open), sameForAll(one, open))).toBe(false);
  });

  it("tells yes, maybe and no apart", () => {
    expect(sameVerdict(surely(one), sameForAll(one, open))).toBe(false);
    expect(sameVerdict(sameForAll(one, open), NO_VERDICT)).toBe(false);
    expect(sameVerdict(surely(one), surely(both))).toBe(false);
  });

  it("tells verdicts apart in which one action stands under another condition", () => {
    const other = unknownFormula("other", "reason");
    expect(sameVerdict(sameForAll(one, open), sameForAll(one, other))).toBe(false);
    const mixed = orVerdicts(sameForAll(one, open), sameForAll(singleAction(2), other));
    expect(sameVerdict(sameForAll(both, open), mixed)).toBe(false);
    expect(sameVerdict(mixed, sameForAll(both, open))).toBe(false);
  });

  it("knows equal verdicts that are other objects", () => {
    expect(
      sameVerdict(sameForAll(both, open), sameForAll(both, unknownFormula("code", "reason"))),
    ).toBe(true);
    expect(sameVerdict(surely(one), surely(singleAction(1)))).toBe(true);
  });
});
