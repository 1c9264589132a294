import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { snsSubject } from "../../../src/aws/sns-subject.ts";
import { findingWith } from "./finding-fixture.ts";

const subjectOf = (title: string) => snsSubject(findingWith({ title, severity: "high" }));

describe("the subject", () => {
  it.each([
    ["role/app can now Decrypt", "HIGH: role/app can now Decrypt"],
    ["one line\r\nand another\tand\u0000more", "HIGH: one line and another and more"],
    ["Zoë's rôle", "HIGH: Zoe's role"],
    ["alias/工資 (by 🦊)", "HIGH: alias/?? (by ?)"],
  ])("of `%s`", (title, subject) => {
    expect(subjectOf(title)).toBe(subject);
  });

  it("is cut before the hundredth character", () => {
    const subject = subjectOf("x".repeat(200));
    expect(subject).toHaveLength(99);
    expect(subject.endsWith("x...")).toBe(true);
    expect(subjectOf("x".repeat(93))).toBe(`HIGH: ${"x".repeat(93)}`);
  });

  it("is what SNS accepts, whatever the title", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (title) => {
        expect(subjectOf(title)).toMatch(/^[A-Z][ -~]{0,98}$/);
      }),
    );
  });
});
