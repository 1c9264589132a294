import { renderPosting } from "../alerts/channels/slack-posting.ts";
import { amendRecord } from "../alerts/records/amend-record.ts";
import type { RecordStore } from "../alerts/records/record-store.ts";
import { sessionHints } from "../alerts/words/session-hints.ts";
import type { Finding } from "../guardrail/finding/finding.ts";
import type { Clock } from "../guardrail/ports.ts";
import { planHash, type Signatures } from "../remediation/decision/decision.ts";
import { growMessage, messageName, type PostedMessage, placeOf } from "./posted-message.ts";
import type { SlackApp, SlackPlace } from "./slack-app.ts";
import { SlackBusyError, SlackFailure } from "./slack-failure.ts";

export interface SlackDelivery {
  readonly slack: SlackApp;
  readonly channel: string;
  readonly records: RecordStore;
  readonly clock: Clock;
  readonly signatures: Pick<Signatures, "digest">;
  /** The CloudTrail record of an event; null, or absent: it is not at hand. */
  readonly readRecord?: (eventId: string) => Promise<unknown>;
}

/** A function that posts ends within this time. */
const postingMs = 90_000;
/** After that a thread that never began is not waited for. */
const threadMs = 10 * 60_000;

/**
 * Tells a finding in a channel: once, however often it comes and whatever failed before. What is to be told
 * is written down first, then shown; a failure leaves what is missing to the next attempt.
 */
export async function deliverFinding(finding: Finding, delivery: SlackDelivery): Promise<void> {
  const { records, channel, clock, signatures } = delivery;
  const place = await placeOf(records, channel, finding);
  await growMessage(records, channel, place, {
    finding,
    planHash: planHash(finding, signatures),
    hints: await hintsOf(finding, delivery),
    now: clock.now().toISOString(),
  });
  await showMessage(place.messageId, delivery);
}

/** An alert does not wait for what is merely good to know. */
async function hintsOf(
  { event }: Finding,
  { readRecord }: SlackDelivery,
): Promise<readonly string[]> {
  if (event === null || readRecord === undefined) return [];
  return sessionHints(await readRecord(event.eventId).catch(() => null));
}

/** Shows what a message has to tell, until that is all of it. */
export async function showMessage(id: string, delivery: SlackDelivery): Promise<void> {
  const { records, channel, slack } = delivery;
  const name = messageName(channel, id);
  for (;;) {
    const message = (await records.read<PostedMessage>(name))?.value;
    if (message === undefined) return;
    const { ts, posting, shown } = message;
    if (ts === null) {
      await postMessage(id, message, delivery);
      continue;
    }
    if (shown >= posting.revision) return;
    await slack.update(channel, ts, renderPosting(posting));
    await amend(records, name, (now) => ({ ...now, shown: Math.max(now.shown, posting.revision) }));
  }
}

async function postMessage(id: string, message: PostedMessage, delivery: SlackDelivery) {
  const { records, channel, slack, clock } = delivery;
  const name = messageName(channel, id);
  const place = { channel, threadTs: await threadOf(id, message, delivery) };
  if (message.claim !== null) await settleClaim(id, message, place, delivery);
  const { posting, isBroadcast } = message;
  if (!(await isClaimed(name, message, delivery))) return;
  try {
    const ts = await slack.post(place, renderPosting(posting), { key: id, isBroadcast });
    await amend(records, name, (now) => ({ ...now, ts, shown: posting.revision, claim: null }));
  } catch (error) {
    const isUnsure = !(error instanceof SlackFailure && error.isRefused);
    const at = clock.now().toISOString();
    await amend(records, name, (now) => ({ ...now, claim: isUnsure ? { at, isUnsure } : null }));
    throw error;
  }
}

/** Whoever claims a message posts it; false: somebody else changed it meanwhile. */
async function isClaimed(
  name: string,
  { posting }: PostedMessage,
  { records, clock }: SlackDelivery,
): Promise<boolean> {
  const kept = await records.read<PostedMessage>(name);
  if (kept === null || kept.value.ts !== null || kept.value.claim !== null) return false;
  if (kept.value.posting.revision !== posting.revision) return false;
  const claim = { at: clock.now().toISOString(), isUnsure: false };
  return (await records.write(name, kept.version, { ...kept.value, claim })) === "saved";
}

/** What became of an attempt that did not tell: the message is looked for, before it is posted again. */
async function settleClaim(
  id: string,
  { claim, since }: PostedMessage,
  place: SlackPlace,
  { records, slack, clock }: SlackDelivery,
): Promise<void> {
  const age = clock.now().getTime() - Date.parse(claim?.at ?? since);
  if (claim?.isUnsure === false && age < postingMs) {
    throw new SlackBusyError(`message \`${id}\` is being posted`);
  }
  const ts = await slack.find(place, id, new Date(since));
  // What it shows is not known, so it is shown anew.
  await amend(records, messageName(place.channel, id), (now) =>
    now.claim?.at === claim?.at ? { ...now, ts, shown: 0, claim: null } : now,
  );
}

/** The thread to post in; null: the message begins one. */
async function threadOf(
  id: string,
  { threadId }: PostedMessage,
  { records, channel, clock }: SlackDelivery,
): Promise<string | null> {
  if (threadId === id) return null;
  const root = (await records.read<PostedMessage>(messageName(channel, threadId)))?.value;
  if (root === undefined || root.ts !== null) return root?.ts ?? null;
  if (clock.now().getTime() - Date.parse(root.since) > threadMs) return null;
  throw new SlackBusyError(`the thread of message \`${id}\` has not begun`);
}

function amend(
  records: RecordStore,
  name: string,
  change: (message: PostedMessage) => PostedMessage,
): Promise<PostedMessage> {
  return amendRecord<PostedMessage>(records, name, (message) => {
    if (message === null) throw new SlackBusyError(`record \`${name}\` is gone`);
    return change(message);
  });
}
