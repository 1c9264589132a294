import type { Finding, Severity } from "../../guardrail/finding/finding.ts";
import { isDecided } from "../records/finding-progress.ts";

/** What somebody did in a row: its messages are one thread. */
export interface BoardThread {
  /** The id of the first finding. */
  readonly id: string;
  readonly actor: string;
  readonly last: string;
  readonly worst: Severity;
}

/** A message, which grows by findings about the same resource. */
export interface BoardMessage {
  /** The id of the first finding. */
  readonly id: string;
  readonly threadId: string;
  readonly resource: string;
  readonly actor: string;
  /** What the last finding changed. */
  readonly attributes: readonly string[];
  readonly last: string;
  readonly worst: Severity;
  /** The last finding waits for a decision. */
  readonly isAwaiting: boolean;
}

/** The messages of a channel that may still grow. */
export interface Board {
  readonly threads: readonly BoardThread[];
  readonly messages: readonly BoardMessage[];
}

export interface Place {
  readonly messageId: string;
  readonly threadId: string;
  /** Worse than all that its thread told before: the channel should see it. */
  readonly isWorse: boolean;
}

export const emptyBoard: Board = { threads: [], messages: [] };

const minute = 60_000;
/** Calls of one run, such as a Terraform apply, follow each other. */
const threadGap = 10 * minute;
const messageGap = 5 * minute;
/** Something that goes forth and back. */
const flapGap = 15 * minute;
const kept = 60 * minute;
const most = 200;

/**
 * Where a finding is told: in a message that tells of the same resource already, else in a message of its
 * own, in the thread of what the same actor did just before. Slack tells nobody of a message that grew, so
 * a finding worse than its message gets another one; and one that waits for a decision keeps its buttons.
 */
export function placeFinding(board: Board, finding: Finding): { board: Board; place: Place } {
  const known = board.messages.find(({ id }) => id === finding.findingId);
  const message = known ?? board.messages.findLast((one) => grows(one, finding));
  const actor = actorOf(finding);
  const thread =
    board.threads.find(({ id }) => id === message?.threadId) ??
    board.threads.findLast((one) => one.actor === actor && isNear(one.last, finding, threadGap));
  const own = { id: finding.findingId, actor, last: timeOf(finding), worst: finding.severity };
  const into = thread ?? own;
  const grown: BoardMessage = {
    id: message?.id ?? finding.findingId,
    threadId: into.id,
    resource: finding.resource.arn,
    actor: message?.actor ?? actor,
    attributes: attributesOf(finding),
    last: later(message?.last, finding),
    worst: worse(message?.worst, finding.severity),
    isAwaiting: finding.remediation.status === "awaitingApproval" && !isDecided(finding),
  };
  const widened = { ...into, last: later(into.last, finding), worst: worse(into.worst, own.worst) };
  return {
    board: {
      threads: put(board.threads, widened, finding),
      messages: put(board.messages, grown, finding),
    },
    place: {
      messageId: grown.id,
      threadId: into.id,
      isWorse: ranks[finding.severity] > ranks[into.worst],
    },
  };
}

function grows(message: BoardMessage, finding: Finding): boolean {
  if (message.resource !== finding.resource.arn) return false;
  if (ranks[finding.severity] > ranks[message.worst]) return false;
  const isSame = sameList(message.attributes, attributesOf(finding));
  if (isSame && isNear(message.last, finding, flapGap)) return true;
  if (message.isAwaiting) return false;
  return message.actor === actorOf(finding) && isNear(message.last, finding, messageGap);
}

/** The session, so that two people with one role are two; what was found by reading has no actor. */
function actorOf({ event, findingId }: Finding): string {
  const actor = event?.actor;
  return actor?.arn ?? actor?.sessionIssuerArn ?? actor?.invokedBy ?? findingId;
}

function attributesOf({ attributeChanges }: Finding): readonly string[] {
  return attributeChanges.map(({ attribute }) => attribute).toSorted();
}

function timeOf({ event, effectiveFrom }: Finding): string {
  return event?.eventTime ?? effectiveFrom;
}

function isNear(time: string, finding: Finding, gap: number): boolean {
  return Math.abs(Date.parse(timeOf(finding)) - Date.parse(time)) <= gap;
}

function later(time: string | undefined, finding: Finding): string {
  const own = timeOf(finding);
  return time === undefined || Date.parse(own) > Date.parse(time) ? own : time;
}

/** With the newest at the end; what is too old to grow is forgotten. */
function put<T extends { readonly id: string; readonly last: string }>(
  list: readonly T[],
  item: T,
  finding: Finding,
): readonly T[] {
  const others = list.filter(({ id, last }) => id !== item.id && isNear(last, finding, kept));
  return [...others, item].slice(-most);
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

export const ranks: Readonly<Record<Severity, number>> = {
  informational: 0,
  low: 1,
  medium: 2,
  high: 3,
  critical: 4,
};

function worse(a: Severity | undefined, b: Severity): Severity {
  return a === undefined || ranks[b] > ranks[a] ? b : a;
}
