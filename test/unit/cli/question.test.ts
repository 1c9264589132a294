import { describe, expect, it } from "vitest";
import { canonicalAction, canonicalPrincipal, questionError } from "../../../src/cli/question.ts";
import { account, auditorArn, builderArn, smallAccount } from "./small-account.ts";

it.each([
  ["decrypt", "kms:Decrypt"],
  ["KMS:DECRYPT", "kms:Decrypt"],
  ["kms:Decrypt", "kms:Decrypt"],
  ["s3:GetObject", "s3:GetObject"],
  ["nothing", "nothing"],
])("the action %s is %s", (text, expected) => {
  expect(canonicalAction(text)).toBe(expected);
});

describe("a principal", () => {
  it.each([
    ["role/auditor", auditorArn],
    ["role/builder", builderArn],
    ["role/build/builder", builderArn],
    ["role/unheard-of", `arn:aws:iam::${account}:role/unheard-of`],
    ["user/builder", `arn:aws:iam::${account}:user/builder`],
    [builderArn, builderArn],
    ["*", "*"],
    ["sns.amazonaws.com", "sns.amazonaws.com"],
  ])("%s is %s", (text, expected) => {
    expect(canonicalPrincipal(text, [smallAccount])).toBe(expected);
  });

  it("stays short where nobody can tell its account", () => {
    const other = {
      ...smallAccount,
      account: "111122223333",
      authorizationDetails: { unreadable: "x" },
    };
    expect(canonicalPrincipal("role/unheard-of", [smallAccount, other])).toBe("role/unheard-of");
    expect(canonicalPrincipal("role/auditor", [smallAccount, other])).toBe(auditorArn);
    expect(canonicalPrincipal("role/auditor", [])).toBe("role/auditor");
  });
});

it("suggests an action where one is misspelt", () => {
  const unknown = { code: "E_ACTION_UNKNOWN", message: "m" };
  expect(questionError(unknown, "Decript").messages).toEqual([
    { ...unknown, help: "did you mean `kms:Decrypt`?" },
  ]);
  expect(questionError(unknown, "s3:GetObject").messages).toEqual([unknown]);
});
