import { expect, it } from "vitest";
import { grantText } from "../../../../src/alerts/words/grant-text.ts";
import { makeNames } from "../../../../src/alerts/words/names.ts";
import { smallAccount } from "../../cli/small-account.ts";

const names = makeNames([smallAccount]);

it.each([
  [
    { GranteePrincipal: "arn:aws:iam::444455556666:role/app", Operations: ["Encrypt", "Decrypt"] },
    "role/app: Decrypt, Encrypt",
  ],
  [
    {
      GranteeServicePrincipal: "dynamodb.amazonaws.com",
      Operations: ["Decrypt"],
      Constraints: { EncryptionContextEquals: { a: "b" } },
    },
    'dynamodb.amazonaws.com: Decrypt, constrained to {"EncryptionContextEquals":{"a":"b"}}',
  ],
  [{ GranteePrincipal: "arn:aws:iam::444455556666:role/app" }, null],
  ["text", null],
  [null, null],
])("%j", (grant, expected) => {
  expect(grantText(grant, names, 3)).toBe(expected);
});
