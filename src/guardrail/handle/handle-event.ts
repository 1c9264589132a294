import type { Snapshot } from "../../account/snapshot.ts";
import { parseRecord } from "../../cloudtrail/parse-record.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import { isClosed } from "../finding/close-finding.ts";
import type { Finding } from "../finding/finding.ts";
import { type HandleOptions, type JudgedRecord, judgeRecord } from "../judge/judge-record.ts";
import type {
  AccountState,
  Clock,
  EventChanges,
  EventJudgement,
  LoadedAccount,
  MessageQueue,
  Notifier,
  OwnCalls,
  OwnPart,
} from "../ports.ts";
import { judgeLater, tellReplaced } from "./handle-event-later.ts";
import { ownPartIn, tellNoPart, tellOwnPart } from "./handle-event-own.ts";
import { tellStanding } from "./handle-event-standing.ts";
import { takeBack } from "./handle-event-taken-back.ts";
import { tellRemarks, tellUnknowns } from "./handle-event-unknowns.ts";
import type { LookMessage } from "./look.ts";
import { lookAfterEvent } from "./look-after-event.ts";
import { publishAll } from "./publish-all.ts";

/** What handling an event needs of the outside. */
export interface EventPorts {
  readonly state: AccountState;
  readonly notifier: Notifier;
  readonly clock: Clock;
  /** Where looks at what cannot be confirmed yet are asked for; absent: nobody looks again. */
  readonly looks?: MessageQueue<LookMessage>;
  /** Absent: the guardrail writes nothing, so no event is its own. */
  readonly ownCalls?: OwnCalls;
}

/** What became of an event. */
export interface HandledEvent {
  readonly judged: JudgedRecord;
  /**
   * In the order of publishing; more than one only when the state moved meanwhile, or when the event
   * arrived late and corrects, or takes back, what was told of events after it.
   */
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
const MOST_ATTEMPTS = 30;

/**
 * One event, from its record to the state after it: judged on the account before it, published
 * where it is a finding, and kept. Publishing comes first: a failure between the two repeats a
 * finding, which its id tells, and never loses one. What is stale already is not told.
 */
export async function handleEvent(
  record: unknown,
  { state, notifier, clock, looks, ownCalls }: EventPorts,
  options: HandleOptions,
): Promise<HandledEvent> {
  const parsed = parseRecord(record);
  if (parsed.outcome !== "change") {
    return { judged: judgeRecord([], record, options), published: [], secondsToFinding: null };
  }
  const { event, changes } = parsed;
  const published: Finding[] = [];
  const asked = new Set<string>();
  let secondsToFinding: number | null = null;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const { account, own } = await loadFor({ event, changes }, record, state, ownCalls);
    if (account.isRecorded === true) {
      await publishAll(await tellStanding(published, account), notifier, published);
      return { judged: alreadyRecorded, published, secondsToFinding };
    }
    const { judged, judgements } = judgeOn(account, event, record, options, own, published);
    const untold = await untoldOf(judgements, event, account, published);
    if (untold.length > 0 && (await account.isStale?.()) === true) continue;
    await publishAll(untold, notifier, published);
    if (untold.length > 0) {
      secondsToFinding ??= (clock.now().getTime() - Date.parse(event.eventTime)) / 1000;
    }
    const told = judgements[0]?.finding ?? null;
    if (told !== null && !asked.has(told.findingId)) {
      asked.add(told.findingId);
      await lookAfterEvent(told, clock.now(), looks);
    }
    if (await isKept(account, judged, judgements)) return { judged, published, secondsToFinding };
  }
  throw new StateContendedError(
    `event \`${event.eventId}\`: the state changed during each of ${MOST_ATTEMPTS} attempts`,
  );
}

/** The account before an event, and the guardrail's own part in that and in what came after. */
async function loadFor(
  mine: EventChanges,
  record: unknown,
  state: AccountState,
  ownCalls: OwnCalls | undefined,
): Promise<{ readonly account: LoadedAccount; readonly own: OwnPart }> {
  const { event, changes } = mine;
  const tellOwn = (await ownCalls?.since(event.eventTime)) ?? tellNoPart;
  const revertCall = tellOwn([mine]).made.get(event.eventId)?.index;
  const account = await state.load(event, changes, record, revertCall);
  return { account, own: ownPartIn([{ record }, ...(account.later ?? [])], tellOwn) };
}

/** What the event came to, and what later ones now come to; none: there is nothing to keep. */
interface Judged {
  readonly judged: JudgedRecord;
  readonly judgements: readonly EventJudgement[];
}

function judgeOn(
  account: LoadedAccount,
  event: TrailEvent,
  record: unknown,
  options: HandleOptions,
  own: OwnPart,
  published: readonly Finding[],
): Judged {
  const { snapshots, unknowns, remarks = [], later = [] } = account;
  const { judge = judgeRecord } = options;
  const known = tellUnknowns(judge(snapshots, record, options), unknowns);
  const judged = tellOwnPart(tellRemarks(known, remarks), own);
  if (judged.outcome !== "finding" && judged.outcome !== "silent")
    return { judged, judgements: [] };
  const finding = judged.outcome === "finding" ? judged.finding : null;
  const mine: EventJudgement = { eventId: event.eventId, finding };
  const all = [mine, ...judgeLater(later, event, options, own, published)];
  return { judged, judgements: all.map((judgement) => tellReplaced(judgement, published)) };
}

/** What is to be told of judgements: their findings, and those that they take back. */
async function untoldOf(
  judgements: readonly EventJudgement[],
  event: TrailEvent,
  account: LoadedAccount,
  published: readonly Finding[],
): Promise<readonly Finding[]> {
  const standing = judgements.flatMap(({ finding }) =>
    finding === null || isLastTold(published, finding) ? [] : [finding],
  );
  return [...standing, ...(await takeBack(judgements, event, account, published))];
}

/** False: the state moved since it was loaded. */
async function isKept(
  { save }: LoadedAccount,
  judged: JudgedRecord,
  judgements: readonly EventJudgement[],
): Promise<boolean> {
  return judgements.length === 0 || (await save(snapshotsOf(judged), judgements)) === "saved";
}

function snapshotsOf(judged: JudgedRecord): readonly Snapshot[] {
  return "snapshots" in judged ? judged.snapshots : [];
}

/** EventBridge and Lambda deliver at least once. */
const alreadyRecorded: JudgedRecord = {
  outcome: "passed-over",
  code: "older",
  reason: "the event is in the state already",
};

/** What was told last of an event has to be what stands. */
function isLastTold(published: readonly Finding[], { findingId, event }: Finding): boolean {
  const last = published.findLast((one) => one.event?.eventId === event?.eventId);
  return last?.findingId === findingId && !isClosed(last);
}
