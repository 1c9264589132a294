import { expect, it } from "vitest";
import { actionList } from "../../../../src/alerts/words/action-list.ts";
import { KMS_ACTIONS } from "../../../../src/kms/action-table.ts";

it.each([
  [["kms:DescribeKey", "kms:Encrypt", "kms:Decrypt"], "Decrypt, Encrypt, DescribeKey"],
  [["kms:Verify", "kms:PutKeyPolicy", "kms:Sign"], "Sign, PutKeyPolicy, Verify"],
  [
    ["kms:DescribeKey", "kms:Encrypt", "kms:Decrypt", "kms:CreateGrant", "kms:GenerateDataKey"],
    "Decrypt, GenerateDataKey, CreateGrant +2",
  ],
  [[], ""],
])("tells %j, those that give most first", (actions, expected) => {
  expect(actionList(actions, 3)).toBe(expected);
});

it("tells all actions on a key in one word, unless all are to be listed", () => {
  const names = KMS_ACTIONS.filter(({ resource }) => resource !== "none").map(
    ({ name }) => `kms:${name}`,
  );
  expect(actionList(names, 3)).toBe(`all ${names.length} actions on a key`);
  expect(actionList(names, Number.POSITIVE_INFINITY).split(", ")).toHaveLength(names.length);
});
