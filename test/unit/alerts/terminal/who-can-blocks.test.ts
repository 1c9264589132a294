import { expect, it } from "vitest";
import type { WhoCanLine } from "../../../../src/access/who-can/who-can.ts";
import { whoCanBlocks } from "../../../../src/alerts/terminal/who-can-blocks.ts";
import { makeNames } from "../../../../src/alerts/words/names.ts";
import { printBlocks } from "../../../../src/cli/text/print-blocks.ts";
import { auditorArn, smallAccount, vaultArn } from "../../cli/small-account.ts";

const plain = { hasColour: false, columns: null };

const line = (more: Partial<WhoCanLine> = {}): WhoCanLine => ({
  principal: auditorArn,
  action: "kms:Decrypt",
  key: vaultArn,
  via: null,
  external: false,
  decision: "allowed",
  determiningStatements: [],
  blockedBy: [],
  missingContextKeys: [],
  unknowns: [],
  condition: null,
  ...more,
});

const print = (lines: readonly WhoCanLine[], full = false): string =>
  printBlocks(whoCanBlocks(lines, vaultArn, makeNames([smallAccount]), full), plain);

it("puts the paths on which it is the same in one row, outsiders first", () => {
  const condition = {
    operator: "Bool",
    key: "aws:MultiFactorAuthPresent",
    values: ["true"],
  } as const;
  const lines = [
    line(),
    line({ action: "kms:DescribeKey" }),
    line({ via: "vpce-1" }),
    line({ via: "vpce-1", action: "kms:DescribeKey" }),
    line({ principal: "*", external: true, decision: "conditional", condition }),
  ];
  expect(print(lines)).toBe(
    `
alias/vault  ${vaultArn}
  principal              path                          allowed               conditional
  anyone (*) (external)  outside any endpoint                                Decrypt
                         if aws:MultiFactorAuthPresent Bool true
  role/auditor           outside any endpoint, vpce-1  Decrypt, DescribeKey
`.slice(1),
  );
  expect(
    print(lines, true)
      .split("\n")
      .filter((text) => text.includes("role/auditor")),
  ).toHaveLength(2);
});

it("leaves out a column that would be empty", () => {
  expect(print([line()])).not.toContain("conditional");
});
