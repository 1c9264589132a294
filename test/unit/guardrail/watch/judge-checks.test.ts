import { describe, expect, it } from "vitest";
import type { Check } from "../../../../src/guardrail/watch/doctor-check.ts";
import { type DoctorRecord, judgeChecks } from "../../../../src/guardrail/watch/judge-checks.ts";

const arn = "arn:aws:cloudformation:us-west-2:111122223333:stack/kms-guardrail-prod/1";
const resource = { type: "AWS::CloudFormation::Stack", arn };
const passed: Check = { check: "rules", result: "passed", text: "all 3 rules are enabled" };
const failed: Check = {
  check: "rules",
  result: "failed",
  text: "`a` is disabled",
  help: "deploy the stack again",
};
const unknown: Check = { check: "rules", result: "unknown", text: "the rules cannot be read: X" };
const letters = (count: number): Check => ({
  check: "dead-letters",
  result: count === 0 ? "passed" : "failed",
  text: `${count} messages lie in the dead-letter queue`,
});

/** What each of some runs tells, a day apart. */
function runs(...days: readonly (readonly Check[])[]) {
  let record: DoctorRecord = {};
  return days.map((checks, day) => {
    const judged = judgeChecks(checks, record, resource, `2026-11-0${day + 1}T10:00:00.000Z`);
    record = JSON.parse(JSON.stringify(judged.record)) as DoctorRecord;
    return judged.findings;
  });
}
const titles = (...days: readonly (readonly Check[])[]) =>
  runs(...days).map((findings) => findings.map(({ title }) => title));

describe("what the doctor tells", () => {
  it("is trouble, once, and that it is gone, under the same id", () => {
    const [first, second, third, fourth] = runs([failed], [failed], [passed], [passed]);
    expect(first).toMatchObject([
      {
        kind: "blind",
        event: null,
        resource,
        severity: "critical",
        title: "the doctor finds: `a` is disabled",
        effectiveFrom: "2026-11-01T10:00:00.000Z",
        notes: [{ code: "doctorFailed" }, { code: "doctorHelp", text: "deploy the stack again" }],
      },
    ]);
    expect(second).toEqual([]);
    expect(third).toMatchObject([
      {
        findingId: first?.[0]?.findingId,
        title: "resolved: the doctor finds: `a` is disabled",
        severity: "critical",
      },
    ]);
    expect(third?.[0]?.notes.at(-1)).toEqual({
      code: "resolved",
      text: "found at 2026-11-03T10:00:00.000Z: all 3 rules are enabled",
    });
    expect(fourth).toEqual([]);
  });

  it("is nothing where all is in order from the first", () => {
    expect(runs([passed, letters(0)])).toEqual([[]]);
  });

  it("is trouble that comes again, under another id", () => {
    const [first, , third] = runs([failed], [passed], [failed]);
    expect(third).toHaveLength(1);
    expect(third?.[0]?.findingId).not.toBe(first?.[0]?.findingId);
  });

  it("is trouble of another kind, in the place of what stood", () => {
    const other = { ...failed, text: "`a` is disabled, `b` has no target" };
    expect(titles([failed], [other], [other], [passed])).toEqual([
      ["the doctor finds: `a` is disabled"],
      [
        "told anew: the doctor finds: `a` is disabled",
        "the doctor finds: `a` is disabled, `b` has no target",
      ],
      [],
      ["resolved: the doctor finds: `a` is disabled, `b` has no target"],
    ]);
  });

  it("is not that numbers go on", () => {
    expect(titles([letters(3)], [letters(12)], [letters(0)])).toEqual([
      ["the doctor finds: 3 messages lie in the dead-letter queue"],
      [],
      ["resolved: the doctor finds: 3 messages lie in the dead-letter queue"],
    ]);
    expect(runs([letters(3)])[0]?.[0]?.severity).toBe("medium");
  });

  it("is what cannot be told, which is never in order, and takes back no trouble", () => {
    const [first, second] = runs([unknown], [failed]);
    expect(first).toMatchObject([{ severity: "medium", notes: [{ code: "doctorUnknown" }] }]);
    expect(second?.map(({ title }) => title.split(":")[0])).toEqual([
      "told anew",
      "the doctor finds",
    ]);
    expect(titles([failed], [unknown], [passed])).toEqual([
      ["the doctor finds: `a` is disabled"],
      [],
      ["resolved: the doctor finds: `a` is disabled"],
    ]);
  });

  it("remembers what is not looked at this time", () => {
    expect(titles([failed], [letters(0)], [passed])[2]).toHaveLength(1);
  });

  it("has the same ids when a run is repeated that was not kept", () => {
    const ids = [1, 2].map((hour) =>
      judgeChecks([failed], {}, resource, `2026-11-01T1${hour}:00:00.000Z`).findings.map(
        ({ findingId }) => findingId,
      ),
    );
    expect(ids[0]).toEqual(ids[1]);
  });
});
