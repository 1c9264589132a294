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
import type { Finding } from "./finding.ts";

/** Where the account's state comes from and goes to. */
export interface AccountState {
  /** What the changes of an event concern, as it was before the event. */
  readonly load: (event: TrailEvent, changes: readonly Change[]) => Promise<LoadedAccount>;
}

/** The account before an event, and the way to keep it after. */
export interface LoadedAccount {
  /** None: the state is not about the event's account and Region. */
  readonly snapshots: readonly Snapshot[];
  /** What the event reaches and the state cannot tell: for these the event is told in any case. */
  readonly unknowns: readonly Unknown[];
  /** Keeps the snapshots after the event; `stale`: the state moved since it was loaded, nothing was kept. */
  readonly save: (after: readonly Snapshot[]) => Promise<"saved" | "stale">;
}

/** Who is to be told of findings. */
export interface Notifier {
  /** Resolves when the finding has been handed over. The same finding may come again. */
  readonly publish: (finding: Finding) => Promise<void>;
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
