import type { RequestError } from "../access/request.ts";
import { parseArn } from "../account/arn.ts";
import { isUnreadable, type Snapshot } from "../account/snapshot.ts";
import { KMS_ACTIONS } from "../kms/action-table.ts";
import { kmsActionIndex } from "../kms/kms-vocabulary.ts";
import { CliError } from "./cli-error.ts";
import { closestWord } from "./closest-word.ts";

/** An action as KMS spells it, from `kms:decrypt` or `Decrypt`; other text as it is. */
export function canonicalAction(text: string): string {
  const index = kmsActionIndex(text.includes(":") ? text : `kms:${text}`);
  const name = index === undefined ? undefined : KMS_ACTIONS[index]?.name;
  return name === undefined ? text : `kms:${name}`;
}

/** A principal by its ARN, from `role/name` or `user/name` of the accounts; other text as it is. */
export function canonicalPrincipal(text: string, snapshots: readonly Snapshot[]): string {
  if (!/^(?:role|user)\//.test(text)) return text;
  const found = new Set(snapshots.flatMap((snapshot) => principalArns(snapshot, text)));
  const [only] = found;
  if (found.size === 1 && only !== undefined) return only;
  const accounts = new Set(snapshots.map(({ account }) => account));
  const [first] = snapshots;
  if (first === undefined || accounts.size > 1) return text;
  return `arn:${first.partition}:iam::${first.account}:${text}`;
}

/** The ARNs that a short name stands for, whatever their path. */
function principalArns({ authorizationDetails }: Snapshot, text: string): readonly string[] {
  if (authorizationDetails === undefined || isUnreadable(authorizationDetails)) return [];
  const { UserDetailList = [], RoleDetailList = [] } = authorizationDetails;
  const arns = [...UserDetailList, ...RoleDetailList].map(({ Arn }) => Arn);
  const [type = "", ...path] = text.split("/");
  const exact = arns.filter((arn) => parseArn(arn)?.resource === text);
  if (exact.length > 0) return exact;
  return arns.filter((arn) => arn.includes(`:${type}/`) && arn.endsWith(`/${path.join("/")}`));
}

/** A question that cannot be answered, with a suggestion where an action is misspelt. */
export function questionError({ code, message }: RequestError, action?: string): CliError {
  const names = KMS_ACTIONS.map(({ name }) => `kms:${name}`);
  const closest =
    code === "E_ACTION_UNKNOWN" && action !== undefined
      ? closestWord(action.includes(":") ? action : `kms:${action}`, names)
      : null;
  return new CliError([
    { code, message, ...(closest === null ? {} : { help: `did you mean \`${closest}\`?` }) },
  ]);
}
