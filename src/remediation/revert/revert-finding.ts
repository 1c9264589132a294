import type { Finding } from "../../guardrail/finding/finding.ts";
import { eventIdOf } from "../../guardrail/finding/finding-id.ts";
import { checkNow } from "../check/check-now.ts";
import { acceptedBy } from "../decision/accepted-state.ts";
import { type LedgerEntry, untoldEntry } from "../decision/ledger.ts";
import { isUndone } from "../decision/undone-revert.ts";
import type { RevertInput } from "../plan/revert-plan.ts";
import { limitNow } from "./limit-now.ts";
import { changedSince, makeCalls, type RevertWork, verified } from "./make-calls.ts";
import { planAnew } from "./planned-revert.ts";
import { notReverted } from "./read-back.ts";
import { readTouched } from "./read-touched.ts";
import { causeOfRevert } from "./revert-cause.ts";
import type { RecordedEvent, RevertOptions, RevertPorts } from "./revert-ports.ts";
import { timingNote } from "./revert-timing.ts";
import { stillAsDescribed } from "./still-as-described.ts";
import { type Outcome, publishOutcome, tellOutcome } from "./tell-outcome.ts";

/** What became of the wish to revert a finding. */
export type RevertResult =
  /** The finding as it stands now, which was published. */
  | { readonly outcome: "told"; readonly finding: Finding }
  | { readonly outcome: "passed-over"; readonly reason: string };

/** The finding was told and is not kept yet: the one who asks tries again. */
export class FindingNotKeptError extends Error {
  override readonly name = "FindingNotKeptError";
  readonly code = "E_FINDING_NOT_KEPT";
}

const LASTING = ["verified", "applied", "rejected"];

/**
 * Reverts one finding: finds why it may, plans anew from the recorded event, checks the plan on the
 * account as it is now, makes the calls, reads back, and tells. Whatever speaks against it is told
 * instead, and nothing is written.
 */
export async function revertFinding(
  findingId: string,
  ports: RevertPorts,
  options: RevertOptions,
): Promise<RevertResult> {
  const kept = await findKept(findingId, ports);
  if (kept === null) return passOver("another finding of the event has taken its place");
  const { finding } = kept;
  const entries = await ports.ledger.ofFinding(findingId);
  const untold = untoldEntry("outcome", entries);
  if (untold !== null) {
    return { outcome: "told", finding: await publishOutcome(finding, untold, ports) };
  }
  const hasEnded = entries.some(
    (entry) => entry.kind === "outcome" && LASTING.includes(entry.status),
  );
  if (hasEnded || isUndone(entries)) return passOver("it has ended already");
  const work = await planWork(kept, entries, ports, options);
  if ("passedOver" in work) return passOver(work.passedOver);
  const outcome = "status" in work ? work : await carryOut(work, ports, options);
  if (outcome === null) return passOver("somebody else is at it");
  return { outcome: "told", finding: await tellOutcome(finding, outcome, ports) };
}

interface Kept {
  readonly finding: Finding;
  /** null: the event is not in the state any more. */
  readonly recorded: RecordedEvent | null;
}

/** What is to be done, as far as the ledger, the configuration and the recorded state tell. */
async function planWork(
  { finding, recorded }: Kept,
  entries: readonly LedgerEntry[],
  { ledger, signatures, clock }: RevertPorts,
  options: RevertOptions,
): Promise<RevertWork | Outcome | { readonly passedOver: string }> {
  const found = await causeOfRevert(finding, entries, signatures, clock.now());
  if ("passedOver" in found) return found;
  if ("ends" in found) return { status: found.ends, code: found.code, text: found.text };
  const { cause } = found;
  if (options.configUnreadable !== null) {
    return refused(
      "configUnreadable",
      `the configuration cannot be read: ${options.configUnreadable}`,
    );
  }
  if (recorded === null) {
    return refused("notRecorded", "the event is not in the recorded state any more");
  }
  const planned = planAnew(finding, recorded, cause, options, signatures);
  if ("passedOver" in planned) return planned;
  if ("refused" in planned) return refused(planned.refused.code, planned.refused.text);
  const accepted = cause === "enforce" ? await acceptedBy(finding, ledger, clock) : null;
  if (accepted !== null) return refused("accepted", accepted);
  const { plan, input } = planned;
  const touched = { changes: input.changes, calls: plan.calls, place: input.event };
  return { finding, plan, input, touched, cause, current: recorded.current, entries };
}

/** Checks the plan on the account as it is read now, and makes its calls. */
async function carryOut(
  work: RevertWork,
  ports: RevertPorts,
  options: RevertOptions,
): Promise<Outcome | null> {
  const { finding, plan, input, touched, cause, current, entries } = work;
  const live = await readTouched(ports.reader, current, touched);
  const changed = stillAsDescribed(live, input.after, input.changes, input.event);
  if (changed.length > 0) {
    return isCutShort(entries)
      ? endOfCutShort(finding, live, input, ports.clock.now().toISOString())
      : changedSince(changed, live, input);
  }
  const refusals = checkNow(plan, input, live, options);
  if (refusals.length > 0) return refused("unsafe", refusals.map(({ text }) => text).join("; "));
  const limited = cause === "enforce" ? await limitNow(finding, ports, options.limits) : null;
  if (limited !== null) return { status: "awaitingApproval", ...limited };
  return makeCalls(work, ports, options);
}

function refused(code: string, text: string): Outcome {
  return { status: "refused", code, text };
}

/** How often, and after what time, a finding is looked for: it is told before it is kept. */
const looks = 20;
const betweenMs = 500;

/** null: its event came to another finding. */
async function findKept(
  findingId: string,
  { findings, events, wait }: Pick<RevertPorts, "findings" | "events" | "wait">,
): Promise<Kept | null> {
  for (let look = 1; look <= looks; look++) {
    // Both are kept at once: whoever sees the event sees the finding that it came to.
    const recorded = await events.find(eventIdOf(findingId));
    const finding = await findings.find(findingId);
    if (finding !== null) {
      return { finding, recorded: recorded ?? (await events.find(eventIdOf(findingId))) };
    }
    if (recorded !== null) return null;
    await wait(betweenMs);
  }
  throw new FindingNotKeptError(`the finding \`${findingId}\` is not kept`);
}

/** Nobody wrote down how the last attempt ended: whoever made it was stopped. */
function isCutShort(entries: readonly LedgerEntry[]): boolean {
  return entries.findLast(({ kind }) => kind === "intent" || kind === "outcome")?.kind === "intent";
}

function endOfCutShort(
  finding: Finding,
  live: RecordedEvent["before"],
  { before, changes, event }: RevertInput,
  now: string,
): Outcome {
  if (notReverted(live, before, changes, event).length === 0) {
    return verified(timingNote(finding, now));
  }
  const text =
    "an attempt was cut short, and the account is neither as before the event nor as after it";
  return { status: "failed", code: "cutShort", text };
}

function passOver(reason: string): RevertResult {
  return { outcome: "passed-over", reason };
}
