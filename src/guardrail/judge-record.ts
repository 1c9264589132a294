import type { Snapshot } from "../account/snapshot.ts";
import type { TrailEvent } from "../cloudtrail/trail-event.ts";
import type { Compiler } from "../kms/compiler.ts";
import type { GuardrailConfig } from "./config.ts";
import type { Finding } from "./finding.ts";

/** What a CloudTrail record came to. */
export type JudgedRecord =
  /** The event changed access (or, asked for, did not): its finding and the snapshots after it. */
  | { readonly outcome: "finding"; readonly event: TrailEvent; readonly finding: Finding; readonly snapshots: readonly Snapshot[] }
  /** The event changed the account (maybe) but no access. */
  | { readonly outcome: "silent"; readonly event: TrailEvent; readonly finding: Finding; readonly snapshots: readonly Snapshot[] }
  /** A failed call: it changed nothing. */
  | { readonly outcome: "failed-call"; readonly event: TrailEvent; readonly errorCode: string }
  /** Older than the snapshot, of another account or Region, foreign service or name, read-only. */
  | { readonly outcome: "passed-over"; readonly reason: string; readonly code: "foreign" | "older" | "other-account" }
  /** One of our families, not understood. */
  | { readonly outcome: "refused"; readonly code: string; readonly message: string; readonly eventId: string | null };

export interface JudgeOptions {
  readonly config: GuardrailConfig;
  readonly compiler: Compiler;
}

/** Judges one record against the account: what it did to access, and the account after it. */
export declare function judgeRecord(
  snapshots: readonly Snapshot[],
  record: unknown,
  options: JudgeOptions,
): JudgedRecord;
