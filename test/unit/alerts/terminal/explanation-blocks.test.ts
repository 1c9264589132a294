import { expect, it } from "vitest";
import type { Explanation } from "../../../../src/access/explain/explain-request.ts";
import { explanationBlocks } from "../../../../src/alerts/terminal/explanation-blocks.ts";
import { printBlocks } from "../../../../src/cli/text/print-blocks.ts";

const plain = { hasColour: false, columns: null };

const statement = (more: object = {}): Explanation["layers"][number]["statements"][number] => ({
  policy: "default",
  sid: "Use",
  statement: 0,
  effect: "Allow",
  matched: true,
  decidedBy: "all elements match",
  ...more,
});

const explanation: Explanation = {
  decision: "conditional",
  determiningStatements: [],
  blockedBy: [],
  missingContextKeys: ["aws:SourceIp"],
  unknowns: [{ code: "c", text: "the SCPs could not be read" }],
  condition: { operator: "IpAddress", key: "aws:SourceIp", values: ["10.0.0.0/8"] },
  notes: [{ code: "n", text: "the role does not exist" }],
  layers: [
    { layer: "key-policy", decision: "allowed", statements: [statement()] },
    {
      layer: "service-control-policy",
      decision: "conditional",
      statements: [statement({ policy: "Guard", effect: "Deny", matched: "unknown", sid: null })],
    },
    { layer: "service-control-policy", decision: "allowed", statements: [] },
    {
      layer: "identity-policy",
      decision: "implicitDeny",
      statements: Array.from({ length: 9 }, (_, i) =>
        statement({
          policy: "ops",
          statement: i,
          matched: false,
          from: "group Admins",
          decidedBy: "Action",
        }),
      ),
    },
  ],
};

const print = (full: boolean): string =>
  printBlocks(explanationBlocks(["role/x", "kms:Decrypt"], explanation, full), plain);

it("tells the decision, what it depends on, and each layer's part", () => {
  expect(print(false)).toBe(
    `
conditional  role/x  kms:Decrypt
  if aws:SourceIp IpAddress 10.0.0.0/8
  not told: aws:SourceIp
  not known: the SCPs could not be read
  note: the role does not exist

  key policy  allowed
    Allow  applies  default, statement 0 "Use"  all elements match

  SCP, level 1  conditional
    Deny  may apply  Guard, statement 0  all elements match

  SCP, level 2  allowed

  identity policy  implicitDeny
    Allow  does not  ops, statement 0 "Use", through group Admins  Action
    Allow  does not  ops, statement 1 "Use", through group Admins  Action
    Allow  does not  ops, statement 2 "Use", through group Admins  Action
    Allow  does not  ops, statement 3 "Use", through group Admins  Action
    Allow  does not  ops, statement 4 "Use", through group Admins  Action
    Allow  does not  ops, statement 5 "Use", through group Admins  Action
    3 more statements that did not match: --full shows all
`.slice(1),
  );
});

it("tells every statement when all is asked for", () => {
  expect(print(true)).toContain("statement 8");
});

it("tells the layers of each resource by themselves, and its levels of SCPs from one on", () => {
  const sideOf = (resource: string): Explanation["layers"] => [
    { layer: "identity-policy", decision: "allowed", statements: [], resource },
    { layer: "service-control-policy", decision: "allowed", statements: [], resource },
    { layer: "service-control-policy", decision: "allowed", statements: [], resource },
  ];
  const layers = ["arn:key/1", "arn:alias/a"].flatMap(sideOf);
  const blocks = explanationBlocks(
    ["role/x", "kms:CreateAlias"],
    { ...explanation, decision: "allowed", condition: null, layers },
    false,
  );
  expect(printBlocks(blocks, plain)).toContain(`
on arn:key/1

  identity policy  allowed

  SCP, level 1  allowed

  SCP, level 2  allowed

on arn:alias/a

  identity policy  allowed

  SCP, level 1  allowed

  SCP, level 2  allowed
`);
});
