import { isUnreadable, type Snapshot } from "../../account/snapshot.ts";
import { firstLook } from "../handle/look.ts";
import { type Besides, takeReading } from "../handle/take-reading.ts";
import type { JudgeOptions } from "../judge/judge-record.ts";
import type { EventJudgement, StoredState } from "../ports.ts";
import { observedAccount, placeEvents, projectEvents } from "../state/projection.ts";
import type { SweepMessage, SweepState } from "../state/sweep-state.ts";
import { judgeBaseline } from "./baseline.ts";
import { blindContext, unseen, withoutEvent } from "./record-sweep.ts";
import { isRunning, type SweepPorts, type SweptMessage, superseded } from "./sweep-ports.ts";

/**
 * Ends a sweep: keys that came or went while it ran are looked at, every key counts as recorded, and
 * the first time the baseline is told.
 */
export async function endSweep(
  message: SweepMessage,
  ports: SweepPorts,
  options: JudgeOptions,
): Promise<SweptMessage> {
  const listed = await listAll(ports);
  if (listed !== null) await lookAtOthers(listed, ports);
  const besides = (stored: StoredState): Besides | null => {
    if (!isRunning(stored.sweep, message)) return null;
    const now = ports.clock.now().toISOString();
    const sweep = { ...stored.sweep, movedAt: now, endedAt: now };
    return {
      // Whoever may not list the keys never knows that it has them all.
      write: { sweep, ...(listed === null ? {} : { isComplete: true }) },
      judgements: stored.isComplete ? [] : baselineOf(stored, sweep, ports, options, now),
    };
  };
  const reading = await takeReading({ read: {}, look: unseen }, ports, options, besides);
  return reading.state === null ? superseded : { outcome: "swept", reading };
}

function baselineOf(
  stored: StoredState,
  sweep: SweepState,
  ports: SweepPorts,
  options: JudgeOptions,
  now: string,
): readonly EventJudgement[] {
  const { compiler, config } = options;
  const { trustedAccounts } = config;
  const context = blindContext(ports, sweep, now);
  const finding = judgeBaseline(accountOf(stored, ports), context, { compiler, trustedAccounts });
  return [withoutEvent(finding, options)];
}

function accountOf(stored: StoredState, { home }: SweepPorts): Snapshot {
  return projectEvents(observedAccount(stored, home), placeEvents(stored.events), stored);
}

/** The keys that are listed and not known, or known and not listed. */
async function lookAtOthers(listed: ReadonlySet<string>, ports: SweepPorts): Promise<void> {
  const { keys } = accountOf(await ports.store.load(), ports);
  const known = new Set(isUnreadable(keys) ? [] : keys.map(({ metadata }) => metadata.Arn));
  const others = [
    ...[...listed].filter((arn) => !known.has(arn)),
    ...[...known].filter((arn) => !listed.has(arn)),
  ];
  for (const keyArn of others) await ports.looks.send(firstLook({ kind: "key", keyArn }));
}

/** null: AWS refuses to list them. */
async function listAll({ lister }: SweepPorts): Promise<ReadonlySet<string> | null> {
  const listed = new Set<string>();
  let marker: string | null = null;
  do {
    const page = await lister.listKeys(marker);
    if (isUnreadable(page)) return null;
    for (const arn of page.keyArns) listed.add(arn);
    marker = page.next;
  } while (marker !== null);
  return listed;
}
