import { sameJson } from "../../account/same-json.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import { isClosed } from "../finding/close-finding.ts";
import type { Finding } from "../finding/finding.ts";
import { judgeDrift } from "../judge/judge-drift.ts";
import { type HandleOptions, judgeRecord } from "../judge/judge-record.ts";
import type { EventJudgement, LaterEvent, OwnPart } from "../ports.ts";
import { readDrift } from "../state/drift.ts";
import { tellOwnPart } from "./handle-event-own.ts";
import { tellUnknowns } from "./handle-event-unknowns.ts";

/**
 * Judges anew the events that happened after one that arrived late. What they came to is given only
 * where it differs from what was told: the finding that stands, or that there is none. `published`:
 * what was told while the late one was judged before, on a state that moved meanwhile.
 */
export function judgeLater(
  later: readonly LaterEvent[],
  late: TrailEvent,
  options: HandleOptions,
  own: OwnPart,
  published: readonly Finding[],
): readonly EventJudgement[] {
  return later.flatMap((event) => {
    const { eventId, findingId } = event;
    const last = published.findLast((one) => one.event?.eventId === eventId);
    const isToldSo = last === undefined || stands(last, findingId);
    if (isToldSo && !mayHaveMoved(event, options, own)) return [];
    const finding = judgeAgain(event, options, own);
    if ((finding?.findingId ?? null) !== findingId) {
      return [{ eventId, finding: finding && withCorrection(finding, findingId, late) }];
    }
    return isToldSo ? [] : [{ eventId, finding }];
  });
}

/** Whether an event may come to something else than when it was judged. */
function mayHaveMoved(event: LaterEvent, options: HandleOptions, own: OwnPart): boolean {
  const { onlyIn, isMoved } = event;
  if (isMoved === false) return false;
  // What the guardrail's own calls say of an event may have changed with the late one, too.
  if (onlyIn === undefined || own.made.size + own.overwritten.size > 0) return true;
  const narrow = { ...options, onlyKeys: onlyIn.keyArns };
  const now = judgeAgain(event, narrow, own);
  return !sameJson(now, judgeAgain({ ...event, ...onlyIn }, narrow, own));
}

/** Whether what was told of an event is what it came to. */
export function stands(last: Finding, findingId: string | null): boolean {
  return isClosed(last) ? findingId === null : last.findingId === findingId;
}

/**
 * A finding that takes the place of others of its event, which were told a moment ago and are not
 * kept since the state moved meanwhile, names them.
 */
export function tellReplaced(
  { eventId, finding }: EventJudgement,
  published: readonly Finding[],
): EventJudgement {
  if (finding === null) return { eventId, finding };
  const told = published.filter(({ event }) => event?.eventId === eventId);
  const replaced = new Set(told.map(({ findingId }) => findingId));
  replaced.delete(finding.findingId);
  if (replaced.size === 0) return { eventId, finding };
  const names = [...replaced].map((id) => `\`${id}\``).join(", ");
  const text = `the event was told as ${names}: the recorded state changed while it was judged`;
  const note = { code: "corrected", text };
  return { eventId, finding: { ...finding, notes: [...finding.notes, note] } };
}

function judgeAgain(
  { record, snapshots, unknowns }: LaterEvent,
  options: HandleOptions,
  own: OwnPart,
): Finding | null {
  const drift = readDrift(record);
  const [before] = snapshots;
  if (drift !== null) return before === undefined ? null : judgeDrift(before, drift, options);
  const { judge = judgeRecord } = options;
  const judged = tellOwnPart(tellUnknowns(judge(snapshots, record, options), unknowns), own);
  return judged.outcome === "finding" ? judged.finding : null;
}

function withCorrection(
  finding: Finding,
  replaced: string | null,
  { eventId, eventName, eventTime }: TrailEvent,
): Finding {
  const because = `\`${eventName}\` of ${eventTime} (\`${eventId}\`) came before it and arrived after it`;
  const what = replaced === null ? "was silent" : `was told as \`${replaced}\``;
  const note = { code: "corrected", text: `the event ${what}: ${because}` };
  return { ...finding, notes: [...finding.notes, note] };
}
