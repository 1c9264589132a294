import { parseRecord } from "../cloudtrail/parse-record.ts";
import type { Finding } from "./finding.ts";
import { tellUnknowns } from "./handle-event-unknowns.ts";
import { type JudgedRecord, type JudgeOptions, judgeRecord } from "./judge-record.ts";
import type { AccountState, Clock, Notifier } from "./ports.ts";

/** What handling an event needs of the outside. */
export interface EventPorts {
  readonly state: AccountState;
  readonly notifier: Notifier;
  readonly clock: Clock;
}

/** What became of an event. */
export interface HandledEvent {
  readonly judged: JudgedRecord;
  /** In the order of publishing; more than one only when the state moved meanwhile. */
  readonly published: readonly Finding[];
  /** From the call to the publishing of its finding; null: nothing was published. */
  readonly secondsToFinding: number | null;
}

/** The state kept moving while an event was judged. */
export class StateContendedError extends Error {
  override readonly name = "StateContendedError";
  readonly code = "E_STATE_CONTENDED";
}

/** How often an event is judged anew because the state moved meanwhile. */
const MOST_ATTEMPTS = 5;

/**
 * One event, from its record to the state after it: judged on the account before it, published
 * where it is a finding, and kept. Publishing comes first: a failure between the two repeats a
 * finding, which its id tells, and never loses one.
 */
export async function handleEvent(
  record: unknown,
  { state, notifier, clock }: EventPorts,
  options: JudgeOptions,
): Promise<HandledEvent> {
  const parsed = parseRecord(record);
  if (parsed.outcome !== "change") {
    return { judged: judgeRecord([], record, options), published: [], secondsToFinding: null };
  }
  const { event, changes } = parsed;
  const published: Finding[] = [];
  let secondsToFinding: number | null = null;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const account = await state.load(event, changes);
    const judged = tellUnknowns(judgeRecord(account.snapshots, record, options), account.unknowns);
    if (judged.outcome !== "finding" && judged.outcome !== "silent") {
      return { judged, published, secondsToFinding };
    }
    if (judged.outcome === "finding" && !isAmong(published, judged.finding)) {
      await notifier.publish(judged.finding);
      published.push(judged.finding);
      secondsToFinding = (clock.now().getTime() - Date.parse(event.eventTime)) / 1000;
    }
    if ((await account.save(judged.snapshots)) === "saved") {
      return { judged, published, secondsToFinding };
    }
  }
  throw new StateContendedError(
    `event \`${event.eventId}\`: the state changed during each of ${MOST_ATTEMPTS} attempts`,
  );
}

function isAmong(published: readonly Finding[], { findingId }: Finding): boolean {
  return published.some((finding) => finding.findingId === findingId);
}
