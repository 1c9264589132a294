import type { AccessChange } from "../../access/compare/access-change.ts";
import type { Change } from "../../account/change.ts";
import { isUnreadable } from "../../account/snapshot.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { Unknown } from "../../kms/decision.ts";
import { aliasNames } from "../../kms/world/find-key.ts";
import { isConfusedDeputy } from "../finding/confused-deputy.ts";
import type { AttributeChange } from "../finding/finding.ts";
import { isUnknownValue } from "../finding/settled-unknowns.ts";
import { isServicePrincipal } from "../finding/severity.ts";
import { aliasRedirectNotes } from "./alias-redirect-notes.ts";
import type { Worlds } from "./change-scope.ts";
import { unreadIdentityNotes } from "./unread-identity-notes.ts";
import { unsettledNotes } from "./unsettled-notes.ts";

export interface NotesInput {
  readonly event: TrailEvent;
  readonly changes: readonly Change[];
  readonly attributes: readonly AttributeChange[];
  readonly accessChanges: readonly AccessChange[];
  readonly worlds: Worlds;
  /** Keys that the event names and no snapshot holds. */
  readonly unknownKeys: readonly string[];
  /** Aliases that a key lost which no snapshot holds. */
  readonly unheldAliases: readonly string[];
}

/** The quota of aliases past which kms:ResourceAliases no longer allows. */
const ALIAS_QUOTA = 50;

/** Remarks that belong to a finding: what could not be told, and what a reader should know besides. */
export function findingNotes(input: NotesInput): readonly Unknown[] {
  return [
    ...unknownNotes(input),
    ...unreadIdentityNotes(input),
    ...unsettledNotes(input.accessChanges, input.worlds),
    ...accessNotes(input),
    ...aliasNotes(input),
    ...input.changes.flatMap((change) =>
      change.kind === "alias-set" ? aliasRedirectNotes(change, input.worlds) : [],
    ),
  ];
}

function unknownNotes({
  event,
  attributes,
  unknownKeys,
  unheldAliases,
}: NotesInput): readonly Unknown[] {
  const notes: Unknown[] = [];
  for (const { attribute, before, after } of attributes) {
    // A trust policy decides nothing about keys.
    if (attribute === "trustPolicy") continue;
    if (isUnknownValue(before)) {
      notes.push({
        code: "beforeUnknown",
        text: `what \`${attribute}\` was before the event is not known: ${before.unknown}`,
      });
    }
    if (isUnknownValue(after)) {
      notes.push({
        code: "afterUnknown",
        text: `what \`${attribute}\` is after the event is not known: ${after.unknown}`,
      });
    }
  }
  for (const key of unknownKeys) {
    notes.push({
      code: "keyUnknown",
      text: `no snapshot holds the key \`${key}\`, so what the event did to access is not known`,
    });
  }
  for (const alias of unheldAliases) {
    // Where a key's aliases could not be read, it was told that it may be that one.
    if (
      attributes.some(
        ({ attribute, before }) => attribute === `alias:${alias}` && isUnknownValue(before),
      )
    )
      continue;
    notes.push({
      code: "keyUnknown",
      text: `no snapshot holds the key that had \`${alias}\`, so what the event did to access is not known`,
    });
  }
  if (event.readLive) {
    notes.push({
      code: "liveReadNeeded",
      text: "the record does not tell the new value: the live resource has to be read",
    });
  }
  return notes;
}

function accessNotes({ accessChanges, worlds }: NotesInput): readonly Unknown[] {
  const deputies = new Set(
    accessChanges
      .filter(
        ({ principal, change }) =>
          isServicePrincipal(principal) && (change === "gained" || change === "widened"),
      )
      .filter((change) => isConfusedDeputy(change, worlds.after))
      .map(({ principal }) => principal),
  );
  const notes: Unknown[] = [...deputies].map((service) => ({
    code: "confusedDeputy",
    text: `nothing in the statement narrows for whom \`${service}\` may act: neither aws:SourceAccount, aws:SourceArn, aws:SourceOrgID nor kms:CallerAccount or kms:ViaService`,
  }));
  if (accessChanges.some(({ change }) => change === "changed")) {
    notes.push({
      code: "comparisonBounded",
      text: "some conditions are too many to compare exactly: their access changed in ways that were not told apart",
    });
  }
  if (accessChanges.some(({ witness }) => witness === null)) {
    notes.push({
      code: "witnessMissing",
      text: "for some changes no request is known whose decision surely differs",
    });
  }
  return notes;
}

function aliasNotes({ changes, worlds }: NotesInput): readonly Unknown[] {
  return changes.flatMap((change) => {
    if (change.kind !== "alias-set" || change.targetKeyArn === null) return [];
    const key = worlds.after.keys.get(change.targetKeyArn);
    if (key === undefined || isUnreadable(key.snapshotKey.aliases)) return [];
    const count = aliasNames(key).filter((name) => !name.startsWith("alias/aws/")).length;
    if (count <= ALIAS_QUOTA) return [];
    return [
      {
        code: "aliasQuotaExceeded",
        text: `the key has ${count} aliases: past 50, principals that are allowed by kms:ResourceAliases are denied`,
      },
    ];
  });
}
