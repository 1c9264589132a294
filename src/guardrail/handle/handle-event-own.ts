import { parseRecord } from "../../cloudtrail/parse-record.ts";
import type { JudgedRecord } from "../judge/judge-record.ts";
import type { LaterEvent, OwnPart, TellOwnPart } from "../ports.ts";
import { tellUnknowns } from "./handle-event-unknowns.ts";

/** Of a guardrail that writes nothing. */
export const tellNoPart: TellOwnPart = () => ({ made: new Map(), overwritten: new Map() });

/** The guardrail's own part in what records tell. */
export function ownPartIn(
  records: readonly Pick<LaterEvent, "record">[],
  tellOwn: TellOwnPart,
): OwnPart {
  return tellOwn(
    records.flatMap(({ record }) => {
      const parsed = parseRecord(record);
      return parsed.outcome === "change" ? [{ event: parsed.event, changes: parsed.changes }] : [];
    }),
  );
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
    const note = {
      code: "ownRevert",
      text: `the guardrail's own revert of \`${reverted.findingId}\``,
    };
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
