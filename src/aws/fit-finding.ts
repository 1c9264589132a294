import { shorten } from "../alerts/shorten.ts";
import type { Finding, FindingEvent } from "../guardrail/finding.ts";

/** Left for the note that tells what was left out, and for `truncated`. */
const roomForNote = 1024;
/** Texts of the event that its caller chose. */
const mostText = 2048;

/**
 * The finding as JSON in at most so many bytes. What does not fit is left out from the end of its
 * lists, and a note tells how much: of the access changes, which begin with the worst, and first of
 * what would take up the room of those. The calls of a revert are all there or none. `kept`: where the
 * whole of it is.
 */
export function fitFinding(
  finding: Finding,
  mostBytes: number,
  kept: string | null = null,
): string {
  const whole = JSON.stringify(finding);
  if (bytesOf(whole) <= mostBytes) return whole;
  const room = mostBytes - roomForNote;
  const { remediation, resource, keyState } = finding;
  const areCallsShort = bytesOf(JSON.stringify(remediation.calls)) <= room / 4;
  const rest: Finding = {
    ...finding,
    event: finding.event === null ? null : shortEvent(finding.event),
    resource: { type: short(resource.type), arn: short(resource.arn) },
    keyState: keyState === null ? null : short(keyState),
    title: short(finding.title),
    attributeChanges: fitting(finding.attributeChanges, room / 4),
    perimeterChanges: fitting(finding.perimeterChanges, room / 8),
    notes: fitting(finding.notes, room / 8),
    remediation: {
      ...remediation,
      refusedBecause:
        remediation.refusedBecause === null ? null : short(remediation.refusedBecause),
      calls: areCallsShort ? remediation.calls : [],
    },
    accessChanges: [],
  };
  const left = room - bytesOf(JSON.stringify(rest));
  const fitted = { ...rest, accessChanges: fitting(finding.accessChanges, left) };
  return JSON.stringify(withTruncatedNote(fitted, finding, kept));
}

/** As many items from the beginning as fit. */
function fitting<T>(items: readonly T[], mostBytes: number): readonly T[] {
  let left = mostBytes;
  const end = items.findIndex((item) => {
    left -= bytesOf(JSON.stringify(item)) + 1;
    return left < 0;
  });
  return end < 0 ? items : items.slice(0, end);
}

function shortEvent(event: FindingEvent): FindingEvent {
  const { actor, sourceIPAddress, vpcEndpointId } = event;
  return {
    ...event,
    eventId: short(event.eventId),
    eventName: short(event.eventName),
    actor: {
      type: shortOrNull(actor.type),
      arn: shortOrNull(actor.arn),
      sessionIssuerArn: shortOrNull(actor.sessionIssuerArn),
      invokedBy: shortOrNull(actor.invokedBy),
    },
    sourceIPAddress: shortOrNull(sourceIPAddress),
    vpcEndpointId: shortOrNull(vpcEndpointId),
  };
}

function short(text: string): string {
  return shorten(text, mostText);
}

function shortOrNull(text: string | null): string | null {
  return text === null ? null : short(text);
}

function withTruncatedNote(fitted: Finding, whole: Finding, kept: string | null): Finding {
  const missing = [
    leftOut("access changes", fitted.accessChanges, whole.accessChanges),
    leftOut("attribute changes", fitted.attributeChanges, whole.attributeChanges),
    leftOut("perimeter changes", fitted.perimeterChanges, whole.perimeterChanges),
    leftOut("calls of the revert", fitted.remediation.calls, whole.remediation.calls),
    leftOut("notes", fitted.notes, whole.notes),
  ].filter((part) => part !== null);
  const what = missing.length === 0 ? "parts of long texts" : missing.join(", ");
  const where = kept === null ? "" : `; all of it is ${kept}`;
  const text = `left out of this message, which may not be larger: ${what}${where}`;
  return {
    ...fitted,
    ...(fitted.accessChanges.length < whole.accessChanges.length
      ? { truncated: true as const }
      : {}),
    notes: [...fitted.notes, { code: "truncated", text }],
  };
}

function leftOut(what: string, kept: readonly unknown[], all: readonly unknown[]): string | null {
  const count = all.length - kept.length;
  return count === 0 ? null : `${count} of ${all.length} ${what}`;
}

export function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
