import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** JSON that a test may edit. */
// biome-ignore lint/suspicious/noExplicitAny: a test reaches deep into a snapshot that it knows
type EditableJson = any;

export const secondAccountFolder = resolve("test/fixtures/second-account");
export const historyFolder = `${secondAccountFolder}/history`;

const arn = (resource: string): string => `arn:aws:iam::555566667777:${resource}`;

/** Who and what is in it. */
export const teller = arn("role/teller");
export const rootUser = arn("root");
export const ledgerArn =
  "arn:aws:kms:eu-central-1:555566667777:key/2b7e1516-28ae-4d2a-abf7-158809cf4f3c";
export const endpointId = "vpce-0c0ffee0c0ffee0c0";

/** A fresh copy of the second account, edited. */
export function secondAccount(edit: (account: EditableJson) => void = () => {}): EditableJson {
  const account = JSON.parse(readFileSync(`${secondAccountFolder}/account.json`, "utf8"));
  edit(account);
  return account;
}

/** The inventory's role of a name, in an account that `secondAccount` made. */
export function roleIn(account: EditableJson, name: string): EditableJson {
  return account.authorizationDetails.RoleDetailList.find(
    ({ RoleName }: EditableJson) => RoleName === name,
  );
}

/** A bare record of the history; edited where `more` says otherwise. */
export function historyRecord(number: number, more: object = {}): Record<string, unknown> {
  const names = [
    "1-tag-opens-the-ledger",
    "2-alias-moves",
    "3-key-policy",
    "4-endpoint-policy",
    "5-grant",
    "6-clerk",
    "7-tag-without-effect",
    "8-books-closed",
  ];
  const text = readFileSync(`${historyFolder}/${names[number - 1]}.json`, "utf8");
  const json = JSON.parse(text);
  return { ...(json.detail ?? json), ...more };
}
