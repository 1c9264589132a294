import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/policy/fact.ts";
import { arnExtent, matchUnknown } from "../../../src/policy/match-unknown.ts";
import { conditionOn } from "./sample-test.ts";

type Partly = Omit<Extract<Fact, { kind: "unknown" }>, "kind">;
type Row = readonly [operator: string, patterns: readonly string[], expected: boolean | null];

/** What is decided of a key of which this much is known. */
function table(what: string, partly: Partly, rows: readonly Row[]): void {
  describe(what, () => {
    it.each(rows)("%s %j: %j", (operator, patterns, expected) => {
      const test = conditionOn(operator, "aws:PrincipalArn", ...patterns);
      expect(matchUnknown(test, { kind: "unknown", ...partly }, patterns)).toBe(expected);
    });
  });
}

table("a key of which nothing is known", {}, [
  ["StringEquals", ["a"], null],
  ["StringLike", ["*"], null],
  ["StringEquals", [], false],
  ["StringNotEquals", [], true],
  ["StringEqualsIfExists", [], null],
  ["ForAllValues:StringEquals", [], null],
  ["NumericEquals", ["1"], null],
  ["Bool", ["true"], null],
]);

table("a key that is there", { present: true }, [
  ["StringEquals", ["a"], null],
  ["StringEquals", [], false],
  ["StringEqualsIfExists", [], false],
  ["StringNotEquals", [], true],
  ["IpAddress", ["0.0.0.0/0"], null],
]);

table("a key whose value begins with something", { prefix: "AROAEXAMPLE:" }, [
  ["StringEquals", ["AROAEXAMPLE:job"], null],
  ["StringEquals", ["AROAOTHER:job"], false],
  ["StringEquals", ["aroaexample:job"], false],
  ["StringEqualsIgnoreCase", ["aroaexample:job"], null],
  ["StringNotEquals", ["AROAOTHER:job"], true],
  ["StringLike", ["AROAEXAMPLE:*"], true],
  ["StringNotLike", ["AROAEXAMPLE:*"], false],
  ["StringLike", ["AROA*:job"], null],
  ["StringLike", ["AIDA*"], false],
  ["StringLike", ["AROAEXAMPLE:job"], null],
  ["StringLike", ["AIDA*", "AROAEXAMPLE:*"], true],
  ["StringLike", ["AROAEXAMPLE:*", "AIDA*"], true],
  ["StringLike", ["AROAEXAMPLE:j*", "AROAEXAMPLE:*"], true],
  ["StringLike", ["AROAEXAMPLE:*", "AROAEXAMPLE:j*"], true],
  ["StringLike", ["AIDA*", "AROAEXAMPLE:j*"], null],
  ["StringLike", ["AROAEXAMPLE:j*", "AIDA*"], null],
  ["StringEqualsIfExists", ["AROAOTHER:job"], false],
  ["NumericEquals", ["1"], null],
]);

table(
  "a key whose value goes on with what no policy writes",
  { prefix: "AROAEXAMPLE:", fresh: true },
  [
    ["StringEquals", ["AROAEXAMPLE:job"], false],
    ["StringNotEquals", ["AROAEXAMPLE:job"], true],
    ["StringLike", ["AROAEXAMPLE:*"], true],
    ["StringLike", ["AROAEXAMPLE:j*"], null],
  ],
);

table("an ARN of which the account is known", { prefix: "arn:aws:iam::444455556666:" }, [
  ["ArnEquals", ["arn:aws:iam::444455556666:role/app"], null],
  ["ArnEquals", ["arn:aws:iam::111122223333:role/app"], false],
  ["ArnNotLike", ["arn:aws:iam::111122223333:*"], true],
  ["ArnLike", ["arn:aws:iam::444455556666:*"], true],
  ["ArnLike", ["arn:aws:iam::4444*:*"], true],
  ["ArnLike", ["arn:aws:iam::*:role/*"], null],
  ["ArnLike", ["arn:aws:sts::444455556666:*"], false],
  ["ArnLike", ["*"], true],
  ["ArnLike", ["arn:aws:iam::*"], false],
]);

table("an ARN of which a part of the resource is known", { prefix: "arn:aws:iam::1:role/a" }, [
  ["ArnLike", ["arn:aws:iam::1:role/*"], true],
  ["ArnLike", ["arn:aws:iam::1:user/*"], false],
  ["ArnLike", ["arn:aws:iam::1:role/ab*"], null],
]);

table("an ARN of an account that no policy names", { unnamed: true }, [
  ["ArnEquals", ["*"], true],
  ["ArnEquals", ["arn:aws:iam::1:role/a"], false],
  ["StringLike", ["*x"], null],
]);

table("a value that begins with neither of two", { notPrefix: ["a", "b"], present: true }, [
  ["StringEquals", ["a1"], false],
  ["StringEquals", ["b1"], false],
  ["StringEquals", ["c1"], null],
]);

table("an ARN of which less than the account is known", { prefix: "arn:aws" }, [
  ["ArnLike", ["arn:aws:iam::444455556666:*"], null],
  ["ArnLike", ["arn"], false],
]);

table("a value that begins otherwise", { notPrefix: ["o-exampleorgid"] }, [
  ["StringEquals", ["o-exampleorgid"], false],
  ["StringLike", ["o-exampleorgid/*"], false],
  ["StringNotEquals", ["o-exampleorgid"], true],
  ["StringEquals", ["o-otherorgid"], null],
  ["StringLike", ["o-*"], null],
  ["StringEqualsIfExists", ["o-exampleorgid"], null],
  ["ForAnyValue:StringLike", ["o-exampleorgid/*"], false],
  ["ForAllValues:StringNotLike", ["o-exampleorgid/*"], true],
]);

table("an account that no policy names", { unnamed: true }, [
  ["StringEquals", ["111122223333"], false],
  ["StringNotEquals", ["111122223333"], true],
  ["StringLike", ["*"], true],
  ["StringLike", ["**"], true],
  ["StringLike", ["1111*"], null],
  ["ArnLike", ["arn:aws:iam::111122223333:role/*"], false],
  ["ArnLike", ["arn:aws:iam::*:role/*"], null],
  ["ArnLike", ["arn:aws:iam::1111????3333:role/*"], null],
  ["ArnLike", ["arn:aws:iam::*"], false],
  ["StringLike", ["arn:aws:iam::*"], null],
  ["StringLike", ["arn:aws:iam::111122223333:*"], false],
  ["StringEquals", ["arn:aws:iam::*:role/app"], false],
]);

describe("arnExtent", () => {
  const prefix = "arn:aws:kms:us-west-2:444455556666:key/";
  it.each([
    ["*", prefix, "all"],
    ["arn:aws:kms:*:*:key/*", prefix, "all"],
    ["arn:aws:kms:*:*:key/1*", prefix, "some"],
    ["arn:aws:kms:*:111122223333:key/*", prefix, "none"],
    ["arn:aws:kms:*", prefix, "none"],
    ["arn:aws:kms:*:*:key/*", "arn:aws:kms", "some"],
  ])("of %s after %s: %s", (pattern, beginning, extent) => {
    expect(arnExtent(pattern, beginning)).toBe(extent);
  });
});
