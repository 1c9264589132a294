import type { Change } from "../account/change.ts";
import type {
  AuthorizationDetails,
  Snapshot,
  SnapshotKey,
  Unreadable,
  VpcEndpoint,
} from "../account/snapshot.ts";
import type { TrailEvent } from "../cloudtrail/trail-event.ts";
import type { Unknown } from "../kms/decision.ts";
import type { Finding } from "./finding/finding.ts";
import type { SweepState } from "./state/sweep-state.ts";

/** Where the account's state comes from and goes to. */
export interface AccountState {
  /**
   * What the changes of an event concern, as it was before the event, which `record` tells. `revertCall`: the event
   * is the guardrail's own, and this of its revert's calls.
   */
  readonly load: (
    event: TrailEvent,
    changes: readonly Change[],
    record: unknown,
    revertCall?: number,
  ) => Promise<LoadedAccount>;
}

/** The account before an event, and the way to keep it after. */
export interface LoadedAccount {
  /** None: the state is not about the event's account and Region. */
  readonly snapshots: readonly Snapshot[];
  /** What the event reaches and the state cannot tell: for these the event is told in any case. */
  readonly unknowns: readonly Unknown[];
  /** What a finding of the event should say besides; no reason to tell an event without one. */
  readonly remarks?: readonly Unknown[];
  /** The event is in the state already: it was delivered before. */
  readonly isRecorded?: boolean;
  /** Events in the state that happened after this one, which therefore arrived late; in their order. */
  readonly later?: readonly LaterEvent[];
  /** The finding of an event in the state, as it stands; absent: none is kept. */
  readonly findingOf?: StateStore["findingOf"];
  /** Whether the state moved since it was loaded, so that `save` would keep nothing; absent: it cannot be known before. */
  readonly isStale?: () => Promise<boolean>;
  /** Keeps the snapshots after the event; `stale`: the state moved since it was loaded, nothing was kept. */
  readonly save: (
    after: readonly Snapshot[],
    judgements?: readonly EventJudgement[],
  ) => Promise<"saved" | "stale">;
}

/** An event that was judged before an earlier one arrived, and has to be judged anew. */
export interface LaterEvent {
  readonly eventId: string;
  readonly record: unknown;
  /** The account before it, now that the earlier event is known. */
  readonly snapshots: readonly Snapshot[];
  readonly unknowns: readonly Unknown[];
  /** The finding that it was told by; null: it was silent. */
  readonly findingId: string | null;
  /** false: nothing that matters to its finding is otherwise than when it was judged. */
  readonly isMoved?: boolean;
  /** Where nothing but decisions about some keys can be otherwise than when it was judged; absent: anything may be. */
  readonly onlyIn?: KeysMoved;
}

/** The account before an event as it was when the event was judged, and the keys about which decisions may have changed since. */
export interface KeysMoved {
  readonly keyArns: readonly string[];
  readonly snapshots: readonly Snapshot[];
  readonly unknowns: readonly Unknown[];
}

/** What an event came to; null: no finding. */
export interface EventJudgement {
  readonly eventId: string;
  readonly finding: Finding | null;
}

/**
 * Keeps what is recorded of one account in one Region: the resources as they were read, and the
 * events since, from which the state at any of their times follows. All that one commit writes is
 * kept together or not at all.
 */
export interface StateStore {
  readonly load: () => Promise<StoredState>;
  /** The findings that were kept, without those that a correction took back. */
  readonly findings: () => Promise<readonly Finding[]>;
  /** The finding of an event, as it stands; null: none is kept. */
  readonly findingOf: (eventId: string) => Promise<Finding | null>;
  /**
   * `within`: the keys of which the write depends on what is recorded, and of which alone it records something; absent:
   * it may depend on everything. `stale`: since the revision was loaded somebody else committed what may matter to it,
   * nothing was kept.
   */
  readonly commit: (
    revision: number,
    write: StateWrite,
    within?: readonly string[],
  ) => Promise<"saved" | "stale">;
  /** Whether a commit within these keys, made on a revision, would be stale by now. */
  readonly isStale: (revision: number, within?: readonly string[]) => Promise<boolean>;
}

/** A part of the account as it was read, and when: ISO 8601. */
export interface Observed<T> {
  readonly value: T;
  readonly observedAt: string;
}

export interface StoredState {
  /** Counts commits; 0: nothing is recorded. */
  readonly revision: number;
  /** Every key of the account is recorded: a change that may reach any key is judged on these. */
  readonly isComplete: boolean;
  /** What happened before this time is in the resources, and no event tells it any more; null: nothing. */
  readonly foldedThrough: string | null;
  /** What belongs to no one resource. */
  readonly account: Pick<Snapshot, "organization" | "otherAccounts" | "vpcEndpointServices">;
  readonly keys: readonly Observed<SnapshotKey>[];
  /** null: endpoints were never read. */
  readonly endpoints: readonly Observed<VpcEndpoint>[] | null;
  readonly authorizationDetails: Observed<AuthorizationDetails> | null;
  /** In no certain order. */
  readonly events: readonly StoredEvent[];
  /** The sweep that runs, or the last that ran; null: none ever did. */
  readonly sweep: SweepState | null;
}

/** An event that is in the state, as CloudTrail recorded it. */
export interface StoredEvent {
  readonly eventId: string;
  readonly eventTime: string;
  readonly record: unknown;
  readonly findingId: string | null;
  /** The event is the guardrail's own: which of its revert's calls, from 0. */
  readonly revertCall?: number;
}

/** What one commit changes; what it leaves out stays. */
export interface StateWrite {
  readonly isComplete?: boolean;
  readonly foldedThrough?: string;
  readonly account?: StoredState["account"];
  readonly keys?: readonly Observed<SnapshotKey>[];
  readonly removedKeys?: readonly string[];
  /** Endpoints that were read; an empty list tells that there is none. */
  readonly endpoints?: readonly Observed<VpcEndpoint>[];
  readonly removedEndpoints?: readonly string[];
  readonly authorizationDetails?: Observed<AuthorizationDetails>;
  readonly events?: readonly StoredEvent[];
  /** The ids of events that the resources now tell by themselves. */
  readonly removedEvents?: readonly string[];
  /** What events came to, each in place of what the same event came to before. */
  readonly judgements?: readonly EventJudgement[];
  readonly sweep?: SweepState;
}

/** Who is to be told of findings. */
export interface Notifier {
  /** Resolves when the finding has been handed over. The same finding may come again. */
  readonly publish: (finding: Finding) => Promise<void>;
}

/** An event, and what it did. */
export interface EventChanges {
  readonly event: TrailEvent;
  readonly changes: readonly Change[];
}

/** A call that the guardrail made to revert a finding. */
export interface RevertCall {
  readonly findingId: string;
  /** Which of the calls of that revert, from 0. */
  readonly index: number;
}

/** What the guardrail knows of its own part in events, by their ids. */
export interface OwnPart {
  /** Events that are its own calls. */
  readonly made: ReadonlyMap<string, RevertCall>;
  /** Events whose effect its own calls may have overwritten unseen. */
  readonly overwritten: ReadonlyMap<string, Unknown>;
}

/** Tells the guardrail's own part in events by what it wrote down of its calls. */
export type TellOwnPart = (events: readonly EventChanges[]) => OwnPart;

export interface OwnCalls {
  /** What is written down of calls that may be events of a time (ISO 8601) or later. */
  readonly since: (eventTime: string) => Promise<TellOwnPart>;
}

export interface Clock {
  readonly now: () => Date;
}

/**
 * Reads the live account, in the shapes of a snapshot. A part that AWS refuses to tell is
 * `{ unreadable: code }` in its place; a list is whole or unreadable, never a part of it.
 */
export interface LiveReader {
  /** A key with its policy, tags, aliases and grants; null: KMS knows no such key. */
  readonly readKey: (keyArn: string) => Promise<SnapshotKey | null>;
  readonly readEndpoints: () => Promise<readonly VpcEndpoint[] | Unreadable>;
  readonly readAuthorizationDetails: () => Promise<AuthorizationDetails | Unreadable>;
}

/** Tells which keys there are, a page at a time. */
export interface KeyLister {
  readonly listKeys: (marker: string | null) => Promise<KeyPage | Unreadable>;
}

export interface KeyPage {
  readonly keyArns: readonly string[];
  /** Where the next page begins; null: this is the last. */
  readonly next: string | null;
}

/** Where a message goes that is to be handled later, at least once and in no certain order. */
export interface MessageQueue<Message> {
  /** Without a delay: as soon as somebody is free. */
  readonly send: (message: Message, delaySeconds?: number) => Promise<void>;
}
