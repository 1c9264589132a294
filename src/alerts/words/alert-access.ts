import type { AccessChangeKind } from "../../access/compare/access-change.ts";
import type { Finding, PerimeterChange } from "../../guardrail/finding/finding.ts";
import { PRINCIPAL_WORDS, RESOURCE_WORDS } from "../../guardrail/judge/perimeter-words.ts";
import type { DecisionValue } from "../../kms/decision.ts";
import { type AccessGroup, groupAccessChanges } from "./access-group.ts";
import { actionList } from "./action-list.ts";
import { becauseLines } from "./because-lines.ts";
import { foldedList } from "./clip.ts";
import type { Names } from "./names.ts";
import { count } from "./shorten.ts";
import { widestChanges } from "./widest-changes.ts";

/** Access changes that are alike, in words. */
export interface AlertAccess {
  readonly change: AccessChangeKind;
  readonly who: string;
  readonly actions: string;
  readonly keys: string;
  readonly paths: string;
  /** Before and now. */
  readonly decision: string;
  /** The deciding statements, one a line. */
  readonly why: readonly string[];
}

export interface AlertAccesses {
  readonly rows: readonly AlertAccess[];
  /** What no row shows, in words; none when every change is shown. */
  readonly rest: readonly string[];
}

/** The access changes of a finding, those alike together, the worst first, at most so many. */
export function alertAccesses(finding: Finding, names: Names, most: number): AlertAccesses {
  const groups = groupAccessChanges(finding.accessChanges);
  const anyway = groups.filter(({ alreadyAllowedWithout }) => alreadyAllowedWithout);
  const folded = anyway.length > mostAnyway ? anyway : [];
  const open = folded.length === 0 ? groups : groups.filter((group) => !folded.includes(group));
  const shown = open.slice(0, most);
  return {
    rows: shown.map((group) => rowOf(group, names)),
    rest: [
      ...countLines(open.slice(shown.length), shown.length > 0, ""),
      ...countLines(folded, open.length > 0, " to what is allowed outside any endpoint anyway"),
      ...truncatedLines(finding),
    ],
  };
}

/** How much is not shown: `and 2 more access changes of 1 principal`; `isMore`: beside what is. */
function countLines(
  groups: readonly AccessGroup[],
  isMore: boolean,
  what: string,
): readonly string[] {
  if (groups.length === 0) return [];
  const size = groups.reduce((sum, group) => sum + group.size, 0);
  const principals = new Set(groups.flatMap((group) => group.principals)).size;
  const changes = isMore
    ? `and ${count(size, "more access change")}`
    : count(size, "access change");
  return [`${changes} of ${count(principals, "principal")}${what}`];
}

function truncatedLines({ truncated, summary }: Finding): readonly string[] {
  if (truncated !== true) return [];
  const { gained, widened, lost, narrowed } = summary;
  return [
    `only the worst are kept, of ${gained} gained, ${widened} widened, ${lost} lost, ${narrowed} narrowed`,
  ];
}

function rowOf(group: AccessGroup, names: Names): AlertAccess {
  const { change, principals, external, actions, keys, vias } = group;
  const who = foldedList(principals.map(names.principal), mostNames);
  return {
    change,
    who: external ? `${who} (EXTERNAL)` : who,
    actions: actionList(actions, mostActions).replace(/ \+(\d+)$/, " and $1 more"),
    keys: foldedList(
      keys.map((key) => (key === null ? "no key" : names.key(key))),
      mostNames,
    ),
    paths: foldedList(vias.map(names.path), mostNames),
    decision: decisionText(group),
    why: becauseLines(change, group.because, false),
  };
}

const mostAnyway = 3;
const mostNames = 3;
const mostActions = 6;

function decisionText({ before, after, alreadyAllowedWithout }: AccessGroup): string {
  const anyway = alreadyAllowedWithout ? " (and outside any endpoint anyway)" : "";
  return before === after
    ? `${decisions[after]} before and now${anyway}`
    : `${decisions[before]} before, ${decisions[after]} now${anyway}`;
}

const decisions: Readonly<Record<DecisionValue, string>> = {
  allowed: "allowed",
  conditional: "allowed under conditions",
  explicitDeny: "explicitly denied",
  implicitDeny: "implicitly denied",
};

const verbs: Readonly<Record<AccessChangeKind, readonly [string, string]>> = {
  gained: ["can now", ""],
  lost: ["can no longer", ""],
  widened: ["can now", ", in more cases"],
  narrowed: ["can now", ", in fewer cases only"],
  changed: ["may now", ", in other cases"],
};

/** `role/ci-deploy can now Decrypt`. */
export function accessSentence({ change, who, actions }: AlertAccess): string {
  const [verb, extent] = verbs[change];
  return `${who} ${verb} ${actions}${extent}`;
}

/** What became of the data perimeter, a sentence a change; what a wider change tells is left out. */
export function perimeterSentences(changes: readonly PerimeterChange[]): readonly string[] {
  return widestChanges(changes).map(
    ({ change, via, who, resources }) =>
      `${change}: ${PRINCIPAL_WORDS[who]} to ${RESOURCE_WORDS[resources]} through ${via}`,
  );
}
