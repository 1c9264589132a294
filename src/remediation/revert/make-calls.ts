import type { Finding } from "../../guardrail/finding/finding.ts";
import type { Unknown } from "../../kms/decision.ts";
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
 * for the last time, then each call is made and written down, then the state is read back.
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
  const readAt = now();
  const live = await readTouched(reader, current, touched);
  const changed = stillAsDescribed(live, input.after, input.changes, input.event);
  if (changed.length > 0) return changedSince(changed, live, input);
  for (const [index, call] of plan.calls.entries()) {
    const sent = await writer.send(call).then(
      (requestId) => ({ requestId }),
      (error: unknown) => ({ failure: error instanceof Error ? error.name : String(error) }),
    );
    if ("failure" in sent) {
      const made =
        index === 0 ? "nothing was changed" : `${index} of ${plan.calls.length} calls were made`;
      const text = `${call.operation} failed with ${sent.failure}: ${made}`;
      return { status: "failed", code: "callFailed", text };
    }
    const { requestId } = sent;
    const place = { kind: "call", id: `${id}-call-${index + 1}`, findingId, at: now() } as const;
    await ledger.append({ ...place, call, requestId, readAt });
  }
  return readBack(work, ports);
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
