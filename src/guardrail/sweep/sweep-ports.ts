import type { LookPorts } from "../handle/handle-look.ts";
import type { TakenReading } from "../handle/take-reading.ts";
import type { KeyLister, MessageQueue } from "../ports.ts";
import type { SweepMessage, SweepState } from "../state/sweep-state.ts";

export interface SweepPorts extends LookPorts {
  readonly lister: KeyLister;
  readonly sweeps: MessageQueue<SweepMessage>;
  /** A pattern of the ARNs of the guardrail's roles. */
  readonly readers: string;
}

/** What a message of a sweep came to; `superseded`: it is of a sweep that no longer runs. */
export interface SweptMessage {
  readonly outcome: "swept" | "superseded";
  readonly reading: TakenReading | null;
}

export const superseded: SweptMessage = { outcome: "superseded", reading: null };

/** Whether a message is of the sweep that runs. */
export function isRunning(
  sweep: SweepState | null,
  { sweepId }: SweepMessage,
): sweep is SweepState {
  return sweep !== null && sweep.sweepId === sweepId && sweep.endedAt === null;
}
