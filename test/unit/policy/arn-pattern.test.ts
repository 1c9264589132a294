import { describe, expect, it } from "vitest";
import { arnSegments, matchAcrossSegments, matchArn } from "../../../src/policy/arn-pattern.ts";

const key = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

describe("arnSegments", () => {
  it.each([
    [
      key,
      [
        "arn",
        "aws",
        "kms",
        "us-west-2",
        "111122223333",
        "key/1234abcd-12ab-34cd-56ef-1234567890ab",
      ],
    ],
    ["arn:aws:logs:::group:a:*", ["arn", "aws", "logs", "", "", "group:a:*"]],
    [":::::", ["", "", "", "", "", ""]],
    ["a:b:c:d:e", null],
    ["*", null],
    ["", null],
  ])("%j", (text, segments) => {
    expect(arnSegments(text)).toEqual(segments);
  });
});

// The example of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
const finance = "arn:aws:someservice:*:111122223333:finance/*";

describe("matchArn", () => {
  it.each([
    ["*", key, true],
    [key, key, true],
    [finance, "arn:aws:someservice:us-east-2:111122223333:finance/document.txt", true],
    [
      finance,
      "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
      false,
    ],
    ["arn:aws:kms:*:111122223333:key/*", key, true],
    ["arn:aws:kms:us-????-2:111122223333:key/*", key, true],
    ["arn:aws:kms:us-???-2:111122223333:key/*", key, false],
    ["arn:aws:kms:*:key/*", key, false],
    ["arn:aws:kms:*", key, false],
    ["arn:*:*:*:*:*", key, true],
    ["arn:aws:kms:us-west-2:111122223333:KEY/*", key, false],
    ["arn:aws:iam::111122223333:role/*", "arn:aws:iam::111122223333:role/a/b", true],
    ["arn:aws:sqs:us-west-2:111122223333:a*c", "arn:aws:sqs:us-west-2:111122223333:a:b:c", true],
    ["arn:aws:kms:*:111122223333:key/*", "no-arn", false],
  ])("%s on %s: %j", (pattern, value, expected) => {
    expect(matchArn(pattern, value)).toBe(expected);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
describe("matchAcrossSegments", () => {
  it.each([
    ["arn:aws:kms:*", true],
    ["arn:aws:kms:us-west-2:*", true],
    ["arn:aws:kms:us-*", true],
    ["arn:aws:kms:us-*:key/*", true],
    ["arn:aws:kms:*:key/*", true],
    ["arn:aws:kms:*:key/1234abcd-12ab-34cd-56ef-1234567890ab", true],
    ["arn:aws:*:key/*", true],
    ["arn:aws:s3:*", false],
    ["arn:aws:kms:eu-*", false],
    ["arn:aws:kms:us-*2:key/*", false],
    ["arn:aws:kms*key/*", false],
    ["arn:aws:kms:us-west-2?111122223333:key/*", false],
    ["arn:aws:kms:us-west-?:*", true],
    ["arn:aws:kms:us-west-2:11112222333?:key/*", true],
    ["arn:aws:kms:us-west-2:1111*3:key/*", true],
    ["arn:aws:kms:", false],
    [`${key}*`, true],
    ["arn:aws:kms", false],
  ])("%s: %j", (pattern, expected) => {
    expect(matchAcrossSegments(pattern, key)).toBe(expected);
  });

  it("stays bounded on a hostile pattern", () => {
    expect(matchAcrossSegments(`${"*a".repeat(300)}b`, "a".repeat(600))).toBe(false);
  });
});
