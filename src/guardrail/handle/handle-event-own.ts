import { parseRecord } from "../../cloudtrail/parse-record.ts";
import type { JudgedRecord } from "../judge/judge-record.ts";
import type { EventChanges, LoadedAccount, OwnCalls, OwnPart } from "../ports.ts";
import { tellUnknowns } from "./handle-event-unknowns.ts";

const NO_PART: OwnPart = { made: new Map(), overwritten: new Map() };

/** The guardrail's own part in an event and in those after it. */
export async function findOwnPart(
  ownCalls: OwnCalls | undefined,
  event: EventChanges,
  { later = [], isRecorded }: LoadedAccount,
): Promise<OwnPart> {
  if (ownCalls === undefined || isRecorded === true) return NO_PART;
  const others = later.flatMap(({ record }) => {
    const parsed = parseRecord(record);
    return parsed.outcome === "change" ? [{ event: parsed.event, changes: parsed.changes }] : [];
  });
  return ownCalls.find([event, ...others]);
}

/**
 * The guardrail's own call moves the state and is no finding: what it did was told by the outcome of
 * its revert. What it may have overwritten unseen is a finding in any case.
 */
export function tellOwnPart(judged: JudgedRecord, { made, overwritten }: OwnPart): JudgedRecord {
  if (judged.outcome !== "finding" && judged.outcome !== "silent") return judged;
  const { eventId } = judged.event;
  const reverted = made.get(eventId);
  if (reverted !== undefined) {
    const note = { code: "ownRevert", text: `the guardrail's own revert of \`${reverted}\`` };
    const { finding } = judged;
    const remediation = { ...finding.remediation, status: "none", calls: [] } as const;
    return {
      ...judged,
      outcome: "silent",
      finding: { ...finding, notes: [...finding.notes, note], remediation },
    };
  }
  const note = overwritten.get(eventId);
  return note === undefined ? judged : tellUnknowns(judged, [note]);
}
