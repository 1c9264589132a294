import type { Suppression } from "../../guardrail/config/config.ts";
import type {
  AttributeChange,
  RemediationCall,
  RemediationStatus,
} from "../../guardrail/finding/finding.ts";
import type { Unknown } from "../../kms/decision.ts";
import type { SignedDecision } from "./decision.ts";

/** What every entry tells. Entries of one finding have different ids; none is ever changed. */
interface EntryOf<Kind extends string> {
  readonly kind: Kind;
  readonly id: string;
  readonly findingId: string;
  /** When it was written: ISO 8601. */
  readonly at: string;
}

/** What a revert is about: limits and fights are counted by these. */
export interface RevertSubject {
  readonly resource: string;
  /** The role behind the session, or whoever else made the change. */
  readonly actor: string | null;
  readonly attributes: readonly string[];
}

/** Why the guardrail writes: by itself, or since a person said yes. */
export type RevertCause = "enforce" | "approved";

/** The calls of a plan are about to be made. Written before the last read. */
export interface IntentEntry extends EntryOf<"intent">, RevertSubject {
  readonly cause: RevertCause;
  readonly planHash: string;
  /** The role that makes the calls; null: not told. */
  readonly principal: string | null;
  readonly calls: readonly RemediationCall[];
}

/** A call was made: its CloudTrail record has this request id. */
export interface CallEntry extends EntryOf<"call"> {
  readonly call: RemediationCall;
  readonly requestId: string | null;
  /** When the state was read that the call was made on. */
  readonly readAt: string;
}

/** How a revert ended, or why it was not begun. */
export interface OutcomeEntry extends EntryOf<"outcome">, RevertSubject {
  readonly status: RemediationStatus;
  readonly code: string;
  readonly text: string;
  readonly notes: readonly Unknown[];
}

/** The outcome or decision with this id was published. */
export interface ToldEntry extends EntryOf<"told"> {
  readonly outcome: string;
}

/** A person decided about a finding. */
export interface DecisionEntry extends EntryOf<"decision">, RevertSubject {
  readonly decision: SignedDecision;
  readonly attributeChanges: readonly AttributeChange[];
  /** What a snooze hides; null: it is none. */
  readonly hides: Suppression | null;
}

/** Enforcement ended: for a resource that somebody changes again and again, or account-wide. */
export interface StopEntry extends EntryOf<"stop"> {
  readonly scope: "resource" | "account";
  readonly resource: string;
  /** When it ends by itself. */
  readonly until: string;
  readonly text: string;
}

export type LedgerEntry =
  | IntentEntry
  | CallEntry
  | OutcomeEntry
  | ToldEntry
  | DecisionEntry
  | StopEntry;

export type LedgerKind = LedgerEntry["kind"];

/** The entries of a kind. */
export type EntryOfKind<Kind extends LedgerKind> = Extract<LedgerEntry, { readonly kind: Kind }>;

/** Keeps what the guardrail did and what people decided. It only grows. */
export interface Ledger {
  /** `taken`: the finding has an entry of this id already; nothing was written. */
  readonly append: (entry: LedgerEntry) => Promise<"appended" | "taken">;
  /** All entries of a finding, the oldest first. */
  readonly ofFinding: (findingId: string) => Promise<readonly LedgerEntry[]>;
  /** All entries of a kind that were written at a time or later, the oldest first. */
  readonly since: <Kind extends LedgerKind>(
    kind: Kind,
    at: string,
  ) => Promise<readonly EntryOfKind<Kind>[]>;
}

/** The last entry of a kind, where nobody was told of it: whoever wrote it was stopped between the two. */
export function untoldEntry<Kind extends "outcome" | "decision">(
  kind: Kind,
  entries: readonly LedgerEntry[],
): EntryOfKind<Kind> | null {
  const last = entries.findLast((entry) => entry.kind === kind);
  if (last === undefined) return null;
  const isTold = entries.some((entry) => entry.kind === "told" && entry.outcome === last.id);
  return isTold ? null : (last as EntryOfKind<Kind>);
}

/** The entry that tells that another was published. */
export function toldEntry(entry: LedgerEntry, now: Date): ToldEntry {
  const { id, findingId } = entry;
  return { kind: "told", id: `told-${id}`, findingId, at: nextTime([entry], now), outcome: id };
}

/**
 * When the next entry of a finding counts as written: after those that are there, for its order tells what
 * came of what, and the clock of whoever decides is another than the guardrail's.
 */
export function nextTime(entries: readonly LedgerEntry[], now: Date): string {
  const last = entries.at(-1);
  const least = last === undefined ? 0 : Date.parse(last.at) + 1;
  return new Date(Math.max(now.getTime(), least)).toISOString();
}
