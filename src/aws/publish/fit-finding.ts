import { shorten } from "../../alerts/words/shorten.ts";
import type { Finding, FindingEvent } from "../../guardrail/finding/finding.ts";

/** How many bytes a piece of JSON takes up where it is sent. */
type SizeOf = (json: string) => number;

export interface Fitting {
  /** Where the whole of the finding is. */
  readonly kept?: string | null;
  readonly sizeOf?: SizeOf;
}

/** Left for the note that tells what was left out, and for `truncated`. */
const roomForNote = 512;
/** Texts of the event that its caller chose. */
const mostText = 2048;
/** The part of the room that one of those may take: all nineteen of them leave two thirds to the lists. */
const shareOfText = 1 / 64;

/**
 * The finding as JSON in at most so many bytes. What does not fit is left out from the end of its
 * lists, and a note tells how much: of the access changes, which begin with the worst, and first of
 * what would take up the room of those. The calls of a revert are all there or none.
 */
export function fitFinding(
  finding: Finding,
  mostBytes: number,
  { kept = null, sizeOf = bytesOf }: Fitting = {},
): string {
  const whole = JSON.stringify(finding);
  if (sizeOf(whole) <= mostBytes) return whole;
  const size = (value: unknown) => sizeOf(JSON.stringify(value));
  const room = mostBytes - roomForNote - size(kept);
  const rest = withoutLists(finding, (text) => shortText(text, room * shareOfText, size));
  const forLists = room - size(rest);
  const { calls } = finding.remediation;
  const others: Finding = {
    ...rest,
    attributeChanges: fitting(finding.attributeChanges, forLists / 4, size),
    perimeterChanges: fitting(finding.perimeterChanges, forLists / 8, size),
    notes: fitting(finding.notes, forLists / 8, size),
    remediation: { ...rest.remediation, calls: size(calls) <= forLists / 4 ? calls : [] },
  };
  const accessChanges = fitting(finding.accessChanges, room - size(others), size);
  return JSON.stringify(withTruncatedNote({ ...others, accessChanges }, finding, kept));
}

type Shorter = (text: string) => string;

/** A finding with its texts alone, each made short. Its id is the guardrail's own, and short as it is. */
function withoutLists(finding: Finding, short: Shorter): Finding {
  const { remediation, resource, keyState } = finding;
  const { refusedBecause } = remediation;
  return {
    ...finding,
    event: finding.event === null ? null : shortEvent(finding.event, short),
    resource: { type: short(resource.type), arn: short(resource.arn) },
    keyState: keyState === null ? null : short(keyState),
    effectiveFrom: short(finding.effectiveFrom),
    effectiveBy: short(finding.effectiveBy),
    title: short(finding.title),
    attributeChanges: [],
    perimeterChanges: [],
    notes: [],
    remediation: {
      ...remediation,
      refusedBecause: refusedBecause === null ? null : short(refusedBecause),
      calls: [],
    },
    accessChanges: [],
  };
}

function shortEvent(event: FindingEvent, short: Shorter): FindingEvent {
  const { actor, sourceIPAddress, vpcEndpointId } = event;
  const orNull = (text: string | null) => (text === null ? null : short(text));
  return {
    eventId: short(event.eventId),
    eventName: short(event.eventName),
    eventSource: short(event.eventSource),
    eventTime: short(event.eventTime),
    awsRegion: short(event.awsRegion),
    recipientAccountId: short(event.recipientAccountId),
    actor: {
      type: orNull(actor.type),
      arn: orNull(actor.arn),
      sessionIssuerArn: orNull(actor.sessionIssuerArn),
      invokedBy: orNull(actor.invokedBy),
    },
    sourceIPAddress: orNull(sourceIPAddress),
    vpcEndpointId: orNull(vpcEndpointId),
  };
}

type Size = (value: unknown) => number;

/** A text in at most so many bytes: a character of it may take seven, as `\\u0000` does in JSON within JSON. */
function shortText(text: string, mostBytes: number, size: Size): string {
  let short = shorten(text, mostText);
  while (size(short) > mostBytes && short.length > 1) {
    short = shorten(short, Math.floor(short.length * 0.9));
  }
  return short;
}

/** As many items from the beginning as fit. */
function fitting<T>(items: readonly T[], mostBytes: number, size: Size): readonly T[] {
  let left = mostBytes;
  const end = items.findIndex((item) => {
    left -= size(item) + 1;
    return left < 0;
  });
  return end < 0 ? items : items.slice(0, end);
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
