import { describe, expect, it } from "vitest";
import { type ContextValue, classesOfKey } from "../../../../src/access/compare/context-classes.ts";
import { evaluateTest } from "../../../../src/policy/evaluate-test.ts";
import { ABSENT, known } from "../../../../src/policy/fact.ts";
import { literalInPattern } from "../../../../src/policy/policy-variable.ts";
import { conditionOn } from "../../policy/sample-test.ts";

type Asked = readonly [operator: string, ...values: string[]];

/** The classes of a key under some tests, each with what the tests say of it. */
function told(key: string, ...asked: readonly Asked[]): readonly string[] {
  const tests = asked.map(([operator, ...values]) => conditionOn(operator, key, ...values));
  const classes = classesOfKey(
    key.toLowerCase(),
    tests.map((test) => ({ test, patterns: test.values })),
  );
  return (classes ?? []).map((value) =>
    tests
      .map((test) => evaluateTest(test, () => (value === null ? ABSENT : known(...value))).kind)
      .map((kind) => (kind === "true" ? "1" : "0"))
      .join(""),
  );
}

const classes = (key: string, ...asked: readonly Asked[]): readonly ContextValue[] | null =>
  classesOfKey(
    key.toLowerCase(),
    asked.map(([operator, ...values]) => {
      const test = conditionOn(operator, key, ...values);
      return { test, patterns: test.values };
    }),
  );

describe("classesOfKey", () => {
  it("begins with absence", () => {
    expect(classes("aws:username", ["StringEquals", "a"])).toEqual([null, ["a"], ["x"]]);
    expect(classes("aws:username")).toEqual([null, ["x"]]);
    expect(classes("aws:username", ["Null", "true"])).toEqual([null, ["x"]]);
  });

  it("has every literal, the empty one too, and one other", () => {
    expect(classes("aws:username", ["StringEquals", "a", "x"], ["StringNotEquals", ""])).toEqual([
      null,
      ["a"],
      ["x"],
      [""],
      ["xx"],
    ]);
  });

  it("has a name in every case that can be told apart", () => {
    const key = "kms:EncryptionContextKeys";
    const withNames = (operator: string, ...values: readonly string[]) => {
      const test = conditionOn(operator, key, ...values);
      return classesOfKey(key.toLowerCase(), [{ test, patterns: test.values }], ["app"])?.filter(
        (value) => value === null || value.length === 1,
      );
    };
    const found = withNames("ForAnyValue:StringEquals", "App", "Stage")?.flat() ?? [];
    expect(found.filter((name) => name?.toLowerCase() === "app")).toHaveLength(2);
    expect(found).toHaveLength(5);
    expect(withNames("Null", "true")).toEqual([null, ["x"], ["app"]]);
  });

  it("takes wildcards as literals where they are", () => {
    expect(classes("aws:username", ["StringEquals", "a*"])).toEqual([null, ["a*"], ["x"]]);
    const protectedPattern = literalInPattern("a*");
    const test = conditionOn("StringLike", "aws:username", "a*");
    expect(classesOfKey("aws:username", [{ test, patterns: [protectedPattern] }])).toEqual([
      null,
      ["a*"],
      ["x"],
    ]);
  });

  it("tells patterns and literals apart", () => {
    expect(new Set(told("aws:username", ["StringLike", "a*"], ["StringEquals", "ab"]))).toEqual(
      new Set(["00", "10", "11"]),
    );
    expect(
      new Set(told("aws:username", ["StringEqualsIgnoreCase", "Ab"], ["StringEquals", "ab"])),
    ).toEqual(new Set(["00", "10", "11"]));
    expect(
      new Set(
        told(
          "aws:PrincipalArn",
          ["ArnLike", "arn:aws:iam::*:role/a"],
          ["StringLike", "arn:aws:iam::*:role/a"],
        ),
      ),
    ).toEqual(new Set(["00", "01", "11"]));
  });

  it("tells both values of a Bool", () => {
    expect(classes("aws:SecureTransport", ["Bool", "true"])).toEqual([null, ["true"], ["false"]]);
  });

  it("tells numbers by their limits", () => {
    const found = new Set(
      told(
        "aws:MultiFactorAuthAge",
        ["NumericLessThan", "10"],
        ["NumericLessThanEquals", "10"],
        ["NumericGreaterThan", "10.5"],
        ["NumericEquals", "10.5"],
      ),
    );
    expect(found).toEqual(new Set(["0000", "1100", "0100", "0001", "0010"]));
    expect(
      told("aws:MultiFactorAuthAge", ["NumericLessThan", "10"], ["NumericGreaterThan", "10.5"]),
    ).toContain("00");
  });

  it("leaves out what is no number", () => {
    expect(classes("aws:MultiFactorAuthAge", ["NumericEquals", "seven"])).toEqual([null, ["0"]]);
  });

  it("tells dates by their limits", () => {
    expect(
      new Set(
        told(
          "aws:CurrentTime",
          ["DateLessThan", "2026-11-21T09:00:00Z"],
          ["DateEquals", "2026-11-21T09:00:00Z"],
        ),
      ),
    ).toEqual(new Set(["00", "10", "01"]));
    expect(classes("aws:CurrentTime", ["DateEquals", "2026-11-21T09:00:00Z"])).toContainEqual([
      "2026-11-21T09:00:00.000Z",
    ]);
  });

  it("never throws on a date past the calendar", () => {
    expect(new Set(told("aws:CurrentTime", ["DateLessThan", "9223372036854775807"]))).toEqual(
      new Set(["0", "1"]),
    );
    expect(classes("aws:CurrentTime", ["DateEquals", "8640000000000"])).toContainEqual([
      "+275760-09-13T00:00:00.000Z",
    ]);
  });

  it("tells numbers and dates of one key by the same limits", () => {
    const found = new Set(
      told(
        "kms:ValidTo",
        ["NumericLessThan", "1795251600"],
        ["DateLessThan", "2026-11-21T09:00:02Z"],
      ),
    );
    expect(found).toEqual(new Set(["00", "01", "11"]));
  });

  it("tells addresses by their ranges", () => {
    const found = new Set(
      told(
        "aws:SourceIp",
        ["IpAddress", "203.0.113.0/24"],
        ["NotIpAddress", "203.0.113.128/25"],
        ["IpAddress", "::/0"],
      ),
    );
    expect(found).toEqual(new Set(["010", "110", "100", "011"]));
  });

  it("tells binary values and one other", () => {
    expect(told("kms:madeup", ["BinaryEquals", "AA==", "AAAA"])).toEqual(["0", "1", "1", "0"]);
    expect(told("kms:madeup", ["BinaryEquals"])).toEqual(["0", "0"]);
  });

  it("tries every set of values of a key with several", () => {
    expect(classes("aws:TagKeys", ["ForAnyValue:StringEquals", "a"])).toEqual([
      null,
      ["a"],
      ["x"],
      ["a", "x"],
    ]);
    expect(
      new Set(
        told(
          "aws:TagKeys",
          ["ForAllValues:StringEquals", "a", "b"],
          ["ForAnyValue:StringEquals", "b"],
        ),
      ),
    ).toEqual(new Set(["10", "11", "00", "01"]));
    expect(classes("aws:username", ["ForAnyValue:StringEquals", "a"])).toEqual([
      null,
      ["a"],
      ["x"],
    ]);
  });

  it("gives up past its bounds", () => {
    const many = Array.from({ length: 7 }, (_, i) => `tag-${i}`);
    expect(classes("aws:TagKeys", ["ForAnyValue:StringEquals", ...many])).toBeNull();
    expect(classes("aws:TagKeys", ["ForAnyValue:StringEquals", ...many.slice(2)])).toHaveLength(64);
    const patterns = Array.from({ length: 70 }, (_, i) => `*${i}*`);
    expect(classes("aws:username", ["StringLike", ...patterns])).toBeNull();
  });
});
