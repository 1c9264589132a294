import type { Finding } from "../../guardrail/finding/finding.ts";
import type { Unknown } from "../../kms/decision.ts";
import { stepsOfPlan } from "../check/plan-steps.ts";
import { planHash } from "../decision/decision.ts";
import type { LedgerEntry, RevertCause } from "../decision/ledger.ts";
import { subjectOfFinding } from "../decision/revert-subject.ts";
import type { RevertInput, RevertPlan } from "../plan/revert-plan.ts";
import { notReverted } from "./read-back.ts";
import { readTouched, type Touched } from "./read-touched.ts";
import type { RevertOptions, RevertPorts } from "./revert-ports.ts";
import { timingNote } from "./revert-timing.ts";
import { type StateDifference, stillAsDescribed } from "./still-as-described.ts";
import { nextId, type Outcome } from "./tell-outcome.ts";

export interface RevertWork {
  readonly finding: Finding;
  readonly plan: RevertPlan;
  readonly input: RevertInput;
  readonly touched: Touched;
  readonly cause: RevertCause;
  readonly current: RevertInput["before"];
  readonly entries: readonly LedgerEntry[];
}

/**
 * Makes the calls of a plan: first what is about to be done is written down, then the state is read
 * for the last time, then each call is made and written down, the state being read again between two,
 * then the state is read back.
 * null: somebody else is at it.
 */
export async function makeCalls(
  work: RevertWork,
  ports: RevertPorts,
  { principal }: Pick<RevertOptions, "principal">,
): Promise<Outcome | null> {
  const { finding, plan, input, touched, cause, entries, current } = work;
  const { findingId } = finding;
  const { ledger, reader, writer, clock } = ports;
  const now = (): string => clock.now().toISOString();
  const id = nextId("intent", entries);
  const intent = {
    kind: "intent",
    id,
    findingId,
    at: now(),
    ...subjectOfFinding(finding),
    cause,
    planHash: planHash(finding, ports.signatures),
    principal,
    calls: plan.calls,
  } as const;
  if ((await ledger.append(intent)) === "taken") return null;
  let readAt = now();
  const live = await readTouched(reader, current, touched);
  const changed = stillAsDescribed(live, input.after, input.changes, input.event);
  if (changed.length > 0) return changedSince(changed, live, input);
  for (const [index, call] of plan.calls.entries()) {
    if (index > 0) readAt = now();
    const moved = index === 0 ? [] : await movedBetween(work, live, index, reader);
    if (moved.length > 0) return stoppedBetween(moved, index, plan.calls.length);
    const sent = await writer.send(call).then(
      (requestId) => ({ requestId }),
      (error: unknown) => ({ failure: error instanceof Error ? error.name : String(error) }),
    );
    if ("failure" in sent) {
      return failedCall(work, index, `${call.operation} failed with ${sent.failure}`, ports);
    }
    const { requestId } = sent;
    const place = { kind: "call", id: `${id}-call-${index + 1}`, findingId, at: now() } as const;
    await ledger.append({ ...place, call, requestId, readAt });
  }
  return readBack(work, ports);
}

/** A call whose answer was lost may have been made, and is refused when the SDK makes it again: AWS is asked. */
async function failedCall(
  { finding, plan, input, touched, current }: RevertWork,
  made: number,
  failure: string,
  { reader, clock }: Pick<RevertPorts, "reader" | "clock">,
): Promise<Outcome> {
  const { before, after, changes, event } = input;
  const live = await readTouched(reader, current, touched).catch(() => null);
  if (live !== null && notReverted(live, before, changes, event).length === 0) {
    const text = `${failure}, and everything that the event touched reads as before it`;
    return { ...verified(timingNote(finding, clock.now().toISOString())), text };
  }
  const isUntouched = live !== null && stillAsDescribed(live, after, changes, event).length === 0;
  const nothing = isUntouched
    ? "nothing was changed"
    : "whether anything was changed cannot be read";
  const text = `${failure}: ${made === 0 ? nothing : `${made} of ${plan.calls.length} calls were made`}`;
  return { status: "failed", code: "callFailed", text };
}

/**
 * What is neither as the calls made so far leave it, nor, since KMS lags, as it was before one of them:
 * somebody changed it between two calls.
 */
async function movedBetween(
  { plan, input, touched, current }: RevertWork,
  start: RevertInput["before"],
  made: number,
  reader: RevertPorts["reader"],
): Promise<readonly string[]> {
  const { event, changes } = input;
  const now = await readTouched(reader, current, touched);
  const steps = stepsOfPlan(start, event, plan.calls)?.steps ?? [];
  const [first = [], ...others] = steps
    .slice(0, made + 1)
    .map(({ snapshots }) =>
      stillAsDescribed(now, snapshots, changes, event).map(({ attribute }) => attribute),
    );
  return first.filter((attribute) => others.every((moved) => moved.includes(attribute)));
}

function stoppedBetween(moved: readonly string[], made: number, all: number): Outcome {
  const names = moved.map((attribute) => `\`${attribute}\``).join(", ");
  const text = `${names} changed, or cannot be read, after ${made} of ${all} calls were made: what somebody did later is not overwritten`;
  return { status: "failed", code: "cutShort", text };
}

/** A later change is never overwritten. */
export function changedSince(
  changed: readonly StateDifference[],
  live: RevertInput["before"],
  { before, changes, event }: RevertInput,
): Outcome {
  if (notReverted(live, before, changes, event).length === 0) {
    const text = "it is as it was before the event already";
    return { status: "refused", code: "undoneAlready", text };
  }
  const names = changed.map(({ attribute }) => `\`${attribute}\``).join(", ");
  const text = `${names} changed since the event, or cannot be read: what somebody did later is not overwritten`;
  return { status: "refused", code: "changedSince", text };
}

/** How often, and after what time, the state is read again: KMS is eventually consistent. */
const readBacks = 5;
const betweenMs = 1_000;

async function readBack(
  { finding, input, touched, current }: RevertWork,
  { reader, wait, clock }: RevertPorts,
): Promise<Outcome> {
  const timing = timingNote(finding, clock.now().toISOString());
  let left: readonly StateDifference[] = [];
  for (let attempt = 1; attempt <= readBacks; attempt++) {
    const live = await readTouched(reader, current, touched).catch(() => null);
    if (live !== null) {
      left = notReverted(live, input.before, input.changes, input.event);
      if (left.length === 0) return verified(timing);
    }
    if (attempt < readBacks) await wait(betweenMs);
  }
  const names = left.map(({ attribute }) => `\`${attribute}\``).join(", ");
  const what =
    left.length === 0 ? "the state could not be read back" : `${names} is told otherwise`;
  const text = `the calls were made, but ${what}: KMS lags, or another change is under way`;
  return { status: "applied", code: "confirmLater", text, notes: [timing] };
}

export function verified(timing: Unknown): Outcome {
  const text = "the calls were made, and everything that the event touched reads as before it";
  return { status: "verified", code: "reverted", text, notes: [timing] };
}
