import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/guardrail/finding/finding.ts";
import { type JudgedSample, judgeSamples, readSamples, type Sample } from "../support/samples.ts";

const judged = judgeSamples();

function findingsOf(sample: Sample): readonly Finding[] {
  return judged.flatMap((one) =>
    one.sample.file === sample.file && one.judged.outcome === "finding" ? [one.judged.finding] : [],
  );
}

function outcomeOf(results: readonly JudgedSample[]): Sample["causes"]["outcome"] {
  const outcomes = results.map((one) => one.judged.outcome);
  if (outcomes.includes("finding")) return "finding";
  if (outcomes.includes("refused")) return "refusal";
  // An event of a Region or account that no snapshot describes causes nothing either.
  const foreign = results.every(
    (one) => one.judged.outcome === "passed-over" && one.judged.code === "foreign",
  );
  return foreign ? "passed-over" : "nothing";
}

describe.each(readSamples())("the sample $file", (sample) => {
  const { causes } = sample;

  it(`causes ${causes.outcome}`, () => {
    expect(outcomeOf(judged.filter((one) => one.sample.file === sample.file))).toBe(causes.outcome);
  });

  it.runIf(causes.outcome === "finding")("changes the access that the manifest promises", () => {
    const findings = findingsOf(sample);
    const changes = findings.flatMap((finding) => finding.accessChanges);
    const place = ({
      change,
      principal,
      key,
      via,
    }: {
      change: string;
      principal: string;
      key: string | null;
      via: string | null;
    }) => `${change} ${principal} ${key} ${via}`;
    for (const promised of causes.accessChanges ?? []) {
      const found = changes.filter((change) => place(change) === place(promised));
      const actions = found.flatMap((change) => change.actions).sort();
      if (promised.actions === undefined)
        expect(actions).toEqual(expect.arrayContaining([...(promised.actionsInclude ?? [])]));
      else
        expect({ place: place(promised), actions }).toEqual({
          place: place(promised),
          actions: [...promised.actions].sort(),
        });
      if (promised.external !== undefined)
        expect(found.every((change) => change.external === promised.external)).toBe(true);
    }
    if (causes.complete) {
      const promised = new Set((causes.accessChanges ?? []).map(place));
      expect(changes.map(place).filter((one) => !promised.has(one))).toEqual([]);
    }
    expect(findings.map(({ kind }) => kind)).toContain(causes.kind);
    if (causes.summary !== undefined) expect(findings[0]?.summary).toMatchObject(causes.summary);
  });

  it.runIf(causes.outcome === "finding")("is rated as the manifest promises", () => {
    const findings = findingsOf(sample);
    const severity = causes.perimeterSeverity ?? causes.severity;
    expect(findings.map((finding) => finding.severity)).toContain(severity);
    const perimeter = findings.flatMap(({ perimeterChanges }) => perimeterChanges);
    for (const row of causes.perimeterChanges ?? []) {
      expect(perimeter).toContainEqual(expect.objectContaining(row));
    }
  });
});
