import type { AccessChange } from "../../access/compare/access-change.ts";
import { compareAccess } from "../../access/compare/compare-access.ts";
import { applyChange } from "../../account/apply/apply-change.ts";
import { parseArn } from "../../account/arn.ts";
import { attributeChanges } from "../../account/attributes/attribute-changes.ts";
import type { Change } from "../../account/change.ts";
import { sameJson } from "../../account/same-json.ts";
import { withSiblingRegions } from "../../account/sibling-region.ts";
import type { Snapshot } from "../../account/snapshot.ts";
import { parseRecord } from "../../cloudtrail/parse-record.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { Compiler } from "../../kms/compiler.ts";
import type { Unknown } from "../../kms/decision.ts";
import { compileWorld } from "../../kms/world/world.ts";
import type { GuardrailConfig } from "../config/config.ts";
import type { AttributeChange, Finding } from "../finding/finding.ts";
import { settledBy } from "../finding/settled-unknowns.ts";
import { markAlreadyAllowed } from "./already-allowed.ts";
import {
  changesKeyState,
  scopeOfChanges,
  unheldAliasesOf,
  unknownKeysOf,
  type Worlds,
} from "./change-scope.ts";
import { findingNotes } from "./finding-notes.ts";
import { type FindingPerimeter, judgeFindingPerimeter } from "./judge-perimeter.ts";
import { makeFinding } from "./make-finding.ts";

/** What a CloudTrail record came to. */
export type JudgedRecord =
  /** The event changed access, or nobody can tell whether it did. */
  | JudgedChange<"finding">
  /** The event changed no access; its finding says so, for who asks for every event. */
  | JudgedChange<"silent">
  /** A failed call: it changed nothing. */
  | { readonly outcome: "failed-call"; readonly event: TrailEvent; readonly errorCode: string }
  | {
      readonly outcome: "passed-over";
      readonly code: "foreign" | "older" | "other-account";
      readonly reason: string;
    }
  /** One of our families, not understood. */
  | {
      readonly outcome: "refused";
      readonly code: string;
      readonly message: string;
      readonly eventId: string | null;
    };

interface JudgedChange<Outcome> {
  readonly outcome: Outcome;
  readonly event: TrailEvent;
  readonly changes: readonly Change[];
  readonly finding: Finding;
  /** The snapshots after the event. */
  readonly snapshots: readonly Snapshot[];
}

export interface JudgeOptions {
  readonly config: GuardrailConfig;
  readonly compiler: Compiler;
  /** Keep every access change, however many. */
  readonly full?: boolean;
  /** Compare what may be done with these keys, and nothing else; absent: whatever the event reaches. */
  readonly onlyKeys?: readonly string[];
  /** What every finding that no event is behind tells besides. */
  readonly remarks?: readonly Unknown[];
}

/** Judges one record: `judgeRecord`, or what builds on it. */
export type Judge = typeof judgeRecord;

export interface HandleOptions extends JudgeOptions {
  /** Judges also how to undo an event; absent: `judgeRecord`, which plans nothing. */
  readonly judge?: Judge;
}

/** Judges one record against the account: what it did to access, and the account after it. */
export function judgeRecord(
  snapshots: readonly Snapshot[],
  record: unknown,
  options: JudgeOptions,
): JudgedRecord {
  const parsed = parseRecord(record);
  switch (parsed.outcome) {
    case "passed-over":
      return { outcome: "passed-over", code: "foreign", reason: parsed.reason };
    case "refused":
      return {
        outcome: "refused",
        code: parsed.code,
        message: parsed.message,
        eventId: parsed.eventId,
      };
    case "failed-call":
      return { outcome: "failed-call", event: parsed.event, errorCode: parsed.errorCode };
    case "change":
      return judgeChange(snapshots, parsed.event, parsed.changes, options);
  }
}

function judgeChange(
  given: readonly Snapshot[],
  event: TrailEvent,
  changes: readonly Change[],
  options: JudgeOptions,
): JudgedRecord {
  const snapshots = withSiblingRegions(given, changes);
  const touched = snapshots.filter((snapshot) => concerns(snapshot, event));
  if (touched.length === 0) {
    const reason = `no snapshot is of the account \`${event.recipientAccountId}\` and the Region \`${event.awsRegion}\``;
    return { outcome: "passed-over", code: "other-account", reason };
  }
  if (touched.every((snapshot) => isOlder(event, snapshot))) {
    return {
      outcome: "passed-over",
      code: "older",
      reason: "the event is older than the snapshot",
    };
  }
  const applied = applyChanges(snapshots, event, changes);
  const worlds: Worlds = {
    before: compileWorld(snapshots, options.compiler),
    after: compileWorld(applied.snapshots, options.compiler),
  };
  const accessChanges = compareWorlds(worlds, event, changes, applied.attributes, options);
  const perimeter = judgeFindingPerimeter(
    changes,
    worlds,
    event,
    options.config.trustedAccounts,
    accessChanges,
  );
  const notes = [
    ...findingNotes({
      event,
      changes,
      attributes: applied.attributes,
      accessChanges,
      worlds,
      unknownKeys: unknownKeysOf(changes, worlds),
      unheldAliases: unheldAliasesOf(changes, worlds, event),
    }),
    ...perimeter.notes,
  ];
  const blind = cannotTell(notes, perimeter);
  const finding = makeFinding({
    event,
    changes,
    accessChanges,
    perimeter,
    worlds,
    notes,
    attributes: applied.attributes,
    blind,
    config: options.config,
    full: options.full === true,
  });
  const told = accessChanges.length > 0 || perimeter.isTold || blind;
  return {
    outcome: told ? "finding" : "silent",
    event,
    changes,
    finding,
    snapshots: applied.snapshots,
  };
}

/** Notes for which an event is told although no access change is known. */
const CANNOT_TELL = new Set([
  "afterUnknown",
  "beforeUnknown",
  "identityPoliciesUnread",
  "keyUnknown",
  "liveReadNeeded",
  "perimeterUnknown",
]);

function cannotTell(notes: readonly Unknown[], { isClosed }: FindingPerimeter): boolean {
  return notes.some(({ code }) => CANNOT_TELL.has(code) && !(isClosed && code === "beforeUnknown"));
}

/** IAM is of the whole account, everything else of one Region. */
function concerns(snapshot: Snapshot, event: TrailEvent): boolean {
  if (snapshot.account !== event.recipientAccountId) return false;
  return isGlobal(event) || snapshot.region === event.awsRegion;
}

/** A key is in the Region of its ARN, whichever Region's event tells of it. */
function isIn(snapshot: Snapshot, change: Change, event: TrailEvent): boolean {
  const arn = change.kind === "key-created" ? parseArn(change.metadata.Arn) : null;
  if (arn === null) return concerns(snapshot, event);
  return snapshot.account === arn.account && snapshot.region === arn.region;
}

function isGlobal({ eventSource }: TrailEvent): boolean {
  return eventSource === "iam.amazonaws.com" || eventSource === "organizations.amazonaws.com";
}

/** An event older than the snapshot is already in it. */
function isOlder(event: TrailEvent, { capturedAt }: Snapshot): boolean {
  return capturedAt !== undefined && Date.parse(event.eventTime) < Date.parse(capturedAt);
}

function applyChanges(
  snapshots: readonly Snapshot[],
  event: TrailEvent,
  changes: readonly Change[],
): { readonly snapshots: readonly Snapshot[]; readonly attributes: readonly AttributeChange[] } {
  const attributes: AttributeChange[] = [];
  const after = snapshots.map((snapshot) => {
    if (isOlder(event, snapshot)) return snapshot;
    const own: AttributeChange[] = [];
    const applied = changes.reduce((current, change) => {
      if (!isIn(snapshot, change, event)) return current;
      const next = applyChange(current, change);
      for (const attribute of attributeChanges(current, next, change)) addAttribute(own, attribute);
      return next;
    }, snapshot);
    // What is of a whole account is told once, whichever Regions have a snapshot.
    const told = [...attributes];
    attributes.push(...own.filter((one) => !told.some((other) => sameJson(one, other))));
    return applied;
  });
  return { snapshots: after, attributes };
}

/** Two changes of one attribute, one after the other, are one; the same attribute of two resources is two. */
function addAttribute(attributes: AttributeChange[], added: AttributeChange): void {
  const index = attributes.findIndex(
    ({ attribute, after }) => attribute === added.attribute && sameJson(after, added.before),
  );
  const first = attributes[index];
  if (first === undefined) attributes.push(added);
  else attributes[index] = { ...added, before: first.before };
}

function compareWorlds(
  worlds: Worlds,
  event: TrailEvent,
  changes: readonly Change[],
  attributes: readonly AttributeChange[],
  { config, onlyKeys }: JudgeOptions,
): readonly AccessChange[] {
  // A disabled key hides nothing, unless the event is about just that.
  const sideOptions = { asIfEnabled: !changesKeyState(changes) };
  const sides = {
    before: { world: worlds.before, options: sideOptions },
    after: { world: worlds.after, options: sideOptions },
  };
  const options = { trustedAccounts: config.trustedAccounts, settled: settledBy(attributes) };
  const compared = scopeOfChanges(changes, worlds, event, onlyKeys).flatMap((scope) =>
    compareAccess(sides.before, sides.after, scope, options),
  );
  return markAlreadyAllowed(compared, sides);
}
