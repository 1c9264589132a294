import { expect, it } from "vitest";
import { statementText } from "../../../../src/alerts/words/statement-text.ts";
import type { DeterminingStatement } from "../../../../src/kms/decision.ts";

it.each<[Partial<DeterminingStatement>, string]>([
  [{ layer: "key-policy", policy: "default" }, 'key policy, statement 0 "Use"'],
  [{ layer: "identity-policy", policy: "ci" }, 'identity policy ci, statement 0 "Use"'],
  [
    { layer: "identity-policy", policy: "arn:aws:iam::111122223333:policy/team/ci", sid: null },
    "identity policy ci, statement 0",
  ],
  [
    { layer: "permissions-boundary", policy: "arn:aws:iam::aws:policy/PowerUserAccess", sid: "" },
    "permissions boundary PowerUserAccess (AWS managed), statement 0",
  ],
  [
    { layer: "identity-policy", policy: "ops", from: "group Admins", statement: 2 },
    'identity policy ops, statement 2 "Use", through group Admins',
  ],
  [{ layer: "grant", policy: "abc", sid: null, statement: null }, "grant abc"],
  [{ layer: "operation", policy: "operation", sid: null, statement: null }, "operation"],
  [
    { layer: "vpc-endpoint-policy", policy: "vpc-endpoint-policy", sid: null, statement: null },
    "VPC endpoint policy",
  ],
  [{ layer: "service-control-policy", policy: "Guard" }, 'SCP Guard, statement 0 "Use"'],
  [
    { layer: "vpc-endpoint-policy", policy: "vpce-1" },
    'VPC endpoint policy vpce-1, statement 0 "Use"',
  ],
])("tells %j as %s", (more, expected) => {
  const statement = {
    layer: "key-policy",
    policy: "p",
    sid: "Use",
    statement: 0,
    ...more,
  } as const;
  expect(statementText(statement)).toBe(expected);
});

it("cuts a Sid that goes on and on", () => {
  const sid = "x".repeat(10_000);
  expect(
    statementText({ layer: "key-policy", policy: "default", sid, statement: 0 }).length,
  ).toBeLessThan(200);
});
