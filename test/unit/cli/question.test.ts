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

describe("a question that cannot be answered suggests", () => {
  const snapshots = [smallAccount];
  const helpFor = (code: string, asked: object): string | undefined =>
    questionError({ code, message: "m" }, { ...asked, snapshots }).messages[0]?.help;

  it.each([
    ["E_ACTION_UNKNOWN", { action: "Decript" }, "kms:Decrypt"],
    ["E_KEY_UNKNOWN", { key: "vault" }, "alias/vault"],
    ["E_KEY_UNKNOWN", { key: "alias/valut" }, "alias/vault"],
    ["E_PRINCIPAL_MALFORMED", { principal: "builder" }, "role/builder"],
    ["E_PRINCIPAL_MALFORMED", { principal: "role/bilder" }, "role/builder"],
    ["E_PRINCIPAL_MALFORMED", { principal: "auditer" }, "role/auditor"],
  ])("%s %j: %s", (code, asked, word) => {
    expect(helpFor(code, asked)).toBe(`did you mean \`${word}\`?`);
  });

  it.each([
    ["E_ACTION_UNKNOWN", { action: "s3:GetObject" }],
    ["E_KEY_UNKNOWN", { key: "alias/payroll" }],
    ["E_KEY_UNKNOWN", { key: "arn:aws:kms:us-west-2:111122223333:alias/vault" }],
    ["E_PRINCIPAL_MALFORMED", { principal: "nobody" }],
    ["E_REQUEST_MALFORMED", { key: "vault" }],
  ])("nothing for %s %j", (code, asked) => {
    expect(helpFor(code, asked)).toBeUndefined();
  });
});
