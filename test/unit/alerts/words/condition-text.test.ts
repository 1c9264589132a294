import { expect, it } from "vitest";
import { conditionText } from "../../../../src/alerts/words/condition-text.ts";
import type { Condition } from "../../../../src/kms/decision.ts";

const ip: Condition = { operator: "IpAddress", key: "aws:SourceIp", values: ["10.0.0.0/8"] };
const mfa: Condition = { operator: "Bool", key: "aws:MultiFactorAuthPresent", values: ["true"] };

it.each<[Condition, string]>([
  [ip, "aws:SourceIp IpAddress 10.0.0.0/8"],
  [{ not: ip }, "not aws:SourceIp IpAddress 10.0.0.0/8"],
  [
    { and: [ip, { or: [mfa, { not: { and: [ip, mfa] } }] }] },
    "aws:SourceIp IpAddress 10.0.0.0/8 and (aws:MultiFactorAuthPresent Bool true or not (aws:SourceIp IpAddress 10.0.0.0/8 and aws:MultiFactorAuthPresent Bool true))",
  ],
  [{ unknown: "code: why" }, "what is not known lets it"],
  [
    { and: [{ not: { unknown: "may deny" } }, { unknown: "may allow" }] },
    "what is not known lets it",
  ],
  [
    { and: [{ or: [ip, mfa] }, { unknown: "may allow" }] },
    "(aws:SourceIp IpAddress 10.0.0.0/8 or aws:MultiFactorAuthPresent Bool true) and what is not known lets it",
  ],
  [
    { or: [ip, { and: [mfa, { not: { unknown: "may deny" } }] }] },
    "aws:SourceIp IpAddress 10.0.0.0/8, or (aws:SourceIp IpAddress 10.0.0.0/8 or aws:MultiFactorAuthPresent Bool true) and what is not known lets it",
  ],
  [
    { or: [ip, { unknown: "may allow" }] },
    "aws:SourceIp IpAddress 10.0.0.0/8, or what is not known lets it",
  ],
  [
    { and: [ip, { not: { or: [{ not: mfa }, { unknown: "may deny" }] } }] },
    "(aws:SourceIp IpAddress 10.0.0.0/8 and aws:MultiFactorAuthPresent Bool true) and what is not known lets it",
  ],
  [
    { operator: "StringLike", key: "k", values: ["1", "2", "3", "4", "5", "6", "7"] },
    "k StringLike 1, 2, 3, 4, 5 +2",
  ],
])("%j", (condition, expected) => {
  expect(conditionText(condition)).toBe(expected);
});
