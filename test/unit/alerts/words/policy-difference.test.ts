import { describe, expect, it } from "vitest";
import { policyDifference } from "../../../../src/alerts/words/policy-difference.ts";

const statement = (Sid: string, Action: unknown = "kms:Decrypt"): object => ({
  Sid,
  Effect: "Allow",
  Action,
});
const policy = (...Statement: readonly object[]): object => ({ Version: "2012-10-17", Statement });
const texts = (before: unknown, after: unknown, most = 20): readonly string[] =>
  policyDifference(before, after, most).map((line) => line.map(({ text }) => text).join(""));

describe("policyDifference", () => {
  it("tells the lines that went and that came", () => {
    expect(texts(policy(statement("A")), policy(statement("A", "kms:*")))).toEqual([
      '-       "Action": "kms:Decrypt"',
      '+       "Action": "kms:*"',
    ]);
  });

  it("does not take a comma for a change", () => {
    expect(texts(policy(statement("A")), policy(statement("A"), statement("B")))).toEqual([
      "+     {",
      '+       "Sid": "B"',
      '+       "Effect": "Allow"',
      '+       "Action": "kms:Decrypt"',
      "+     }",
    ]);
  });

  it("sees through another way of writing the same", () => {
    const other = {
      Statement: { Action: ["kms:Decrypt"], Effect: "Allow", Sid: "A" },
      Version: "2012-10-17",
    };
    expect(texts(policy(statement("A")), other)).toEqual([
      "the same statements, written differently",
    ]);
  });

  it("shows some of both kinds and counts the rest", () => {
    const many = (name: string): readonly object[] =>
      Array.from({ length: 9 }, (_, i) => statement(`${name}${i}`));
    const lines = texts(policy(...many("old")), policy(...many("new")), 6);
    expect(lines).toHaveLength(7);
    expect(lines.filter((line) => line.startsWith("+ "))).toHaveLength(3);
    expect(lines.filter((line) => line.startsWith("- "))).toHaveLength(3);
    expect(lines.at(-1)).toBe("12 more changed lines: --full shows all");
  });

  it("cuts lines that go on and on", () => {
    const lines = texts(policy(statement("A")), policy(statement("x".repeat(10_000))));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(200);
  });
});
