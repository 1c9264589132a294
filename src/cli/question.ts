import type { RequestError } from "../access/decide/request.ts";
import { parseArn } from "../account/arn.ts";
import { isUnreadable, type Snapshot } from "../account/snapshot.ts";
import { shortPrincipal } from "../guardrail/finding/finding-title.ts";
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
function principalArns(snapshot: Snapshot, text: string): readonly string[] {
  const arns = principalsOf(snapshot);
  const [type = "", ...path] = text.split("/");
  const exact = arns.filter((arn) => parseArn(arn)?.resource === text);
  if (exact.length > 0) return exact;
  return arns.filter((arn) => arn.includes(`:${type}/`) && arn.endsWith(`/${path.join("/")}`));
}

function principalsOf({ authorizationDetails }: Snapshot): readonly string[] {
  if (authorizationDetails === undefined || isUnreadable(authorizationDetails)) return [];
  const { UserDetailList = [], RoleDetailList = [] } = authorizationDetails;
  return [...UserDetailList, ...RoleDetailList].map(({ Arn }) => Arn);
}

/** What was asked, for suggestions where something in it is misspelt. */
export interface Asked {
  readonly action?: string | undefined;
  readonly key?: string | undefined;
  readonly principal?: string | undefined;
  readonly snapshots: readonly Snapshot[];
}

/** A question that cannot be answered, with a suggestion where something in it is misspelt. */
export function questionError({ code, message }: RequestError, asked: Asked): CliError {
  const help = suggestion(code, asked);
  return new CliError([{ code, message, ...(help === null ? {} : { help }) }]);
}

function suggestion(code: string, asked: Asked): string | null {
  const { action, key, principal, snapshots } = asked;
  switch (code) {
    case "E_ACTION_UNKNOWN":
      return action === undefined ? null : didYouMean(closestAction(action));
    case "E_ACTION_KEYLESS":
      return "`kms-guardrail matrix` lists who can do what without a key";
    case "E_KEY_UNKNOWN":
      return key === undefined ? null : didYouMean(closestAlias(key, snapshots));
    case "E_PRINCIPAL_MALFORMED":
      return principal === undefined ? null : closestPrincipal(principal, snapshots);
    default:
      return null;
  }
}

function didYouMean(word: string | null): string | null {
  return word === null ? null : `did you mean \`${word}\`?`;
}

function closestAction(action: string): string | null {
  const names = KMS_ACTIONS.map(({ name }) => `kms:${name}`);
  return closestWord(action.includes(":") ? action : `kms:${action}`, names);
}

/** The alias that comes closest to what was to name a key. */
function closestAlias(key: string, snapshots: readonly Snapshot[]): string | null {
  if (key.startsWith("arn:")) return null;
  const names = snapshots.flatMap(({ keys }) =>
    isUnreadable(keys)
      ? []
      : keys.flatMap(({ aliases }) =>
          aliases === undefined || isUnreadable(aliases) ? [] : aliases.map((a) => a.AliasName),
        ),
  );
  return closestWord(key.startsWith("alias/") ? key : `alias/${key}`, names);
}

/** A suggestion of a user or role of the accounts for a name that nobody has; null: none comes near. */
export function closestPrincipal(written: string, snapshots: readonly Snapshot[]): string | null {
  const names = snapshots.flatMap(principalsOf).map(shortPrincipal);
  const short = /^(role|user)\//.test(written) ? [written] : [`role/${written}`, `user/${written}`];
  const exact = short.find((name) => names.includes(name));
  if (exact !== undefined) return didYouMean(exact);
  const near = short.map((name) => closestWord(name, names)).find((name) => name !== null);
  return didYouMean(near ?? null);
}
