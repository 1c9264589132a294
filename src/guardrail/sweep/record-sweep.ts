import { partitionOfRegion } from "../../account/partition-of-region.ts";
import type { Finding } from "../finding/finding.ts";
import type { LiveRead } from "../handle/reconcile.ts";
import { type Besides, takeReading } from "../handle/take-reading.ts";
import type { BlindContext, BlindResource } from "../judge/blind-resource.ts";
import { judgeBlind, newlyBlind, withBlind } from "../judge/judge-blind.ts";
import type { JudgeOptions } from "../judge/judge-record.ts";
import type { EventJudgement, StoredState } from "../ports.ts";
import { awaitedMessages, type SweepMessage, type SweepState } from "../state/sweep-state.ts";
import { isRunning, type SweepPorts, type SweptMessage, superseded } from "./sweep-ports.ts";

/** What a message of a sweep read. */
export interface Swept {
  readonly message: SweepMessage;
  readonly read: LiveRead;
  /** Every resource that it tried, with what it could not read of it. */
  readonly tried: readonly BlindResource[];
  /** How far the sweep has come by it. */
  readonly progress: (sweep: SweepState, now: string) => SweepState;
}

/** Records what a message read with how far the sweep has come, and asks for what comes next. */
export async function recordSwept(
  { message, read, tried, progress }: Swept,
  ports: SweepPorts,
  options: JudgeOptions,
): Promise<SweptMessage> {
  const besides = (stored: StoredState): Besides | null => {
    if (!isRunning(stored.sweep, message)) return null;
    const now = ports.clock.now().toISOString();
    const sweep = progress(stored.sweep, now);
    const blind = withBlind(sweep.blind, tried);
    // The first sweep tells all that is blind at its end.
    const blinded = stored.isComplete ? newlyBlind(sweep.blind, tried) : [];
    const findings = judgeBlind(blinded, blindContext(ports, sweep, now));
    return {
      write: { sweep: { ...sweep, blind } },
      judgements: findings.map((finding) => withoutEvent(finding, options)),
    };
  };
  const reading = await takeReading({ read, look: unseen }, ports, options, besides);
  if (reading.state === null) return superseded;
  await askOn(message, ports);
  return { outcome: "swept", reading };
}

/** What a finding that no event is behind comes to, with what every such finding tells. */
export function withoutEvent(finding: Finding, { remarks = [] }: JudgeOptions): EventJudgement {
  const told = { ...finding, notes: [...finding.notes, ...remarks] };
  return { eventId: finding.findingId, finding: told };
}

export const unseen = { seen: [], seenAt: null, told: null } as const;

export function blindContext(
  { home, readers }: SweepPorts,
  sweep: SweepState,
  now: string,
): BlindContext {
  return { home, partition: partitionOfRegion(home.region), readers, sweep, now };
}

/** Pages ask for one another; what comes after the last of them is asked for here. */
export async function askOn(message: SweepMessage, { store, sweeps }: SweepPorts): Promise<void> {
  const { sweep } = await store.load();
  if (!isRunning(sweep, message)) return;
  for (const awaited of awaitedMessages(sweep)) {
    if (awaited.kind !== "keys") await sweeps.send(awaited);
  }
}
