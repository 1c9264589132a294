import type { Mention } from "../../access/usages/mention.ts";
import type { Usages } from "../../access/usages/usages.ts";
import type { UsageKey } from "../../access/usages/usages-keys.ts";
import type { UsageStatement } from "../../access/usages/usages-statements.ts";
import type { UsageSubject } from "../../access/usages/usages-subject.ts";
import { parseArn } from "../../account/arn.ts";
import { accessRows } from "../../alerts/words/access-rows.ts";
import { type Block, type Line, line, span, type TableRow } from "../../alerts/words/document.ts";
import type { Names } from "../../alerts/words/names.ts";
import { count, shortList } from "../../alerts/words/shorten.ts";
import { layerName, policyName, statementPlace } from "../../alerts/words/statement-text.ts";

/** Rows of a section that stand on a screen; the rest is opened with `--full`. */
const mostRows = 40;
const mostNames = 3;
const asFar = ", as far as could be read";

/** Where a tag, an alias or a network is used, for a person at a terminal: three sections. */
export function usagesBlocks(
  usages: Usages,
  subject: UsageSubject,
  names: Names,
  full: boolean,
): readonly Block[] {
  const { statements, keys, dependents } = usages;
  const most = full ? Number.POSITIVE_INFINITY : mostRows;
  const access = accessRows(dependents, names, full);
  const hiddenAccess = access.hidden === 0 ? [] : [hiddenLine(access.hidden)];
  return [
    ...section(
      statementHead(usages),
      statements.slice(0, most).map((one) => statementRow(one, names, full)),
      more(statements.length - most),
    ),
    ...section(
      keyHead(usages, subject),
      keys.slice(0, most).map((key) => keyRow(key, names)),
      more(keys.length - most),
    ),
    ...section(dependentHead(usages, subject), access.rows, hiddenAccess),
  ];
}

function section(head: string, rows: readonly TableRow[], rest: readonly Line[]): readonly Block[] {
  return [
    { kind: "lines", indent: 0, lines: [line(head, "strong")] },
    ...(rows.length === 0 ? [] : [{ kind: "table", indent: 2, rows } as const]),
    ...(rest.length === 0 ? [] : [{ kind: "lines", indent: 2, lines: rest } as const]),
  ];
}

function statementHead({ statements, unreadPolicies }: Usages): string {
  if (statements.length > 0) return "statements that mention it";
  return unreadPolicies.length === 0
    ? "no statement mentions it"
    : "no statement that could be read mentions it";
}

function keyHead(usages: Usages, { kind }: UsageSubject): string {
  const { keys, unknownKeys, areKeysUnread } = usages;
  if (kind === "network") return "no key carries it: keys carry tags and aliases";
  if (keys.length > 0) return "keys that carry it";
  return `no key carries it${unknownKeys.length > 0 || areKeysUnread ? asFar : ""}`;
}

function dependentHead(
  { dependents, unreadPolicies, unknownKeys }: Usages,
  { kind }: UsageSubject,
): string {
  const removal =
    kind === "network"
      ? "if it were gone and requests went outside any endpoint"
      : "if it were taken off these keys";
  const isKnown = unreadPolicies.length === 0 && unknownKeys.length === 0;
  const nobody = "nobody's access depends on it";
  return dependents.length === 0
    ? `${nobody}${isKnown ? "" : asFar}`
    : `whose access depends on it: what would change ${removal}`;
}

function statementRow(statement: UsageStatement, names: Names, full: boolean): TableRow {
  const { layer, policy, effect, attachedTo, mentions, concernsKms } = statement;
  const most = full ? Number.POSITIVE_INFINITY : mostNames;
  const holders = attachedTo.map((one) => holderName(one, names));
  return {
    cells: [
      line(effect, effect === "Deny" ? "danger" : "good"),
      line(`${layerName(layer)}${policy === "default" ? "" : ` ${policyName(policy)}`}`, "strong"),
      line(statementPlace(statement)),
      line(holders.length === 0 ? "not attached" : shortList(holders, most)),
    ],
    details: [
      ...mentions.map((mention) => line(mentionText(mention, most), "dim")),
      ...(concernsKms ? [] : [line("names no action of KMS", "dim")]),
    ],
  };
}

function mentionText({ element, operator, key, values }: Mention, most: number): string {
  const place = operator === null ? element : `${operator} ${key}`;
  return `${place}: ${shortList(values, most)}`;
}

/** A key, user, group, role, endpoint or account by its short name. */
function holderName(holder: string, names: Names): string {
  const arn = parseArn(holder);
  if (arn === null) return holder;
  if (arn.service === "kms") return names.key(holder);
  return arn.resource.startsWith("group/") ? arn.resource : names.principal(holder);
}

function keyRow({ key, attribute, value, keyState }: UsageKey, names: Names): TableRow {
  const isTag = attribute.startsWith("tag:");
  const name = attribute.slice(attribute.indexOf(":") + 1);
  return {
    cells: [
      line(isTag ? `${name}=${value}` : name, "strong"),
      line(isTag ? names.key(key) : ""),
      line(key),
      [span(keyState === null || keyState === "Enabled" ? "" : keyState, "warning")],
    ],
  };
}

function more(rest: number): readonly Line[] {
  return rest > 0 && Number.isFinite(rest) ? [hiddenLine(rest)] : [];
}

function hiddenLine(rest: number): Line {
  return line(`${count(rest, "more", "more")}: --full shows all`, "dim");
}
