import type { Change } from "../../account/change.ts";
import type { Snapshot } from "../../account/snapshot.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { GuardrailConfig } from "../../guardrail/config/config.ts";
import type { RemediationCall } from "../../guardrail/finding/finding.ts";
import type { Clock, LiveReader, Notifier } from "../../guardrail/ports.ts";
import type { Compiler } from "../../kms/compiler.ts";
import type { Unknown } from "../../kms/decision.ts";
import type { Signatures } from "../decision/decision.ts";
import type { Ledger } from "../decision/ledger.ts";
import type { KeptFindings } from "../decision/take-decision.ts";
import type { RevertLimits } from "./revert-limits.ts";

/** An event as it is recorded, with the account around it. */
export interface RecordedEvent {
  readonly event: TrailEvent;
  readonly changes: readonly Change[];
  readonly record: unknown;
  /** The account before it. */
  readonly before: readonly Snapshot[];
  /** The account after every event that is known. */
  readonly current: readonly Snapshot[];
  /** What the event reaches and the state cannot tell. */
  readonly unknowns: readonly Unknown[];
}

/** The events that the state holds. */
export interface RecordedEvents {
  /** null: no event of this id, or it is folded into the resources already. */
  readonly find: (eventId: string) => Promise<RecordedEvent | null>;
}

/** Writes to the account. The only port that can. */
export interface RevertWriter {
  /** Makes one call; resolves with its request id when AWS took it, null where AWS told none. */
  readonly send: (call: RemediationCall) => Promise<string | null>;
}

export interface RevertPorts {
  readonly findings: KeptFindings;
  readonly events: RecordedEvents;
  readonly reader: Pick<LiveReader, "readKey" | "readEndpoints">;
  readonly writer: RevertWriter;
  readonly ledger: Ledger;
  readonly signatures: Pick<Signatures, "digest" | "verify">;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export interface RevertOptions {
  readonly config: GuardrailConfig;
  /** Why the configuration could not be read: then nothing is written. */
  readonly configUnreadable: string | null;
  readonly compiler: Compiler;
  /** The role that the calls are made as; null: not known. */
  readonly principal: string | null;
  readonly limits: RevertLimits;
}
