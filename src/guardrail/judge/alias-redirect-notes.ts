import { type AliasUse, usersByAlias } from "../../access/who-can/users-by-alias.ts";
import { parseArn } from "../../account/arn.ts";
import type { AliasChange } from "../../account/change.ts";
import { KMS_ACTIONS } from "../../kms/action-table.ts";
import type { Unknown } from "../../kms/decision.ts";
import { kmsActionIndex } from "../../kms/kms-vocabulary.ts";
import { findAliasHolder } from "../../kms/world/find-key.ts";
import { classOfAction } from "../finding/action-class.ts";
import { shortActions, shortPrincipal } from "../finding/finding-title.ts";
import type { Worlds } from "./change-scope.ts";
import { listed } from "./listed-names.ts";

const USES = KMS_ACTIONS.flatMap(({ name }) => {
  const index = kmsActionIndex(`kms:${name}`);
  const kind = classOfAction(`kms:${name}`);
  return index !== undefined && (kind === "plaintext" || kind === "other use") ? [index] : [];
});

/**
 * An alias that moves sends the requests that name it to another key: who could use the key by it and
 * cannot use the new one, and who can read what is encrypted by it from now on. Neither is a change of
 * access to a key.
 * https://docs.aws.amazon.com/kms/latest/developerguide/alias-update.html
 */
export function aliasRedirectNotes(
  { aliasName, targetKeyArn }: AliasChange,
  { before, after }: Worlds,
): readonly Unknown[] {
  const arn = targetKeyArn === null ? null : parseArn(targetKeyArn);
  if (targetKeyArn === null || arn === null) return [];
  const former = findAliasHolder(before, aliasName, arn);
  if (former === null || former.arn === targetKeyArn || !after.keys.has(targetKeyArn)) return [];
  const old = usersByAlias(before, former.arn, aliasName, USES);
  const now = usersByAlias(after, targetKeyArn, aliasName, USES);
  return [...stoppedBy(aliasName, old, now), ...readersBy(aliasName, old, now)];
}

function stoppedBy(
  alias: string,
  old: ReadonlyMap<string, AliasUse>,
  now: ReadonlyMap<string, AliasUse>,
): readonly Unknown[] {
  const actions = new Set<number>();
  const stopped: string[] = [];
  for (const [principal, { allowed }] of old) {
    const use = now.get(principal);
    const gone = allowed.filter((action) => !(use !== undefined && mayDo(use, action)));
    for (const action of gone) actions.add(action);
    if (gone.length > 0) stopped.push(shortPrincipal(principal));
  }
  if (stopped.length === 0) return [];
  const what = shortActions([...actions].map((action) => `kms:${KMS_ACTIONS[action]?.name}`));
  return [
    {
      code: "aliasRedirected",
      text: `requests that name \`${alias}\` go to another key, which ${listed(stopped)} cannot use for ${what}`,
    },
  ];
}

function readersBy(
  alias: string,
  old: ReadonlyMap<string, AliasUse>,
  now: ReadonlyMap<string, AliasUse>,
): readonly Unknown[] {
  const decrypt = kmsActionIndex("kms:Decrypt") ?? -1;
  const readers = [...now].flatMap(([principal, use]) => {
    const former = old.get(principal);
    const isNew = mayDo(use, decrypt) && !(former !== undefined && mayDo(former, decrypt));
    return isNew ? [shortPrincipal(principal)] : [];
  });
  if (readers.length === 0) return [];
  return [
    {
      code: "aliasReaders",
      text: `what is encrypted by \`${alias}\` from now on ${listed(readers)} can decrypt, who could not decrypt what was encrypted by it before`,
    },
  ];
}

function mayDo({ allowed, conditional }: AliasUse, action: number): boolean {
  return allowed.includes(action) || conditional.includes(action);
}
