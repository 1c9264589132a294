import {
  type Board,
  emptyBoard,
  type Place,
  placeFinding,
} from "../alerts/channels/slack-board.ts";
import { growPosting, type Posting } from "../alerts/channels/slack-posting.ts";
import { amendRecord } from "../alerts/records/amend-record.ts";
import type { RecordStore } from "../alerts/records/record-store.ts";
import type { Finding } from "../guardrail/finding/finding.ts";

/** A message in a channel, and how far it has come. */
export interface PostedMessage {
  readonly posting: Posting;
  readonly threadId: string;
  /** The channel sees it, though it stands in a thread. */
  readonly isBroadcast: boolean;
  /** When it was first to be posted. */
  readonly since: string;
  /** Slack's name for it; null: not posted yet. */
  readonly ts: string | null;
  /** The revision of the posting that Slack shows. */
  readonly shown: number;
  /** Somebody is posting it, or did not learn whether that worked. */
  readonly claim: { readonly at: string; readonly isUnsure: boolean } | null;
}

export const messageName = (channel: string, id: string): string =>
  `slack/${channel}/message/${id}`;
const boardName = (channel: string): string => `slack/${channel}/board`;
const findingName = (channel: string, id: string): string => `slack/${channel}/finding/${id}`;

/** Where a finding is told: as it was decided first, so that a second delivery finds the same place. */
export async function placeOf(
  records: RecordStore,
  channel: string,
  finding: Finding,
): Promise<Place> {
  const name = findingName(channel, finding.findingId);
  const known = await records.read<Place>(name);
  if (known !== null) return known.value;
  let place: Place | undefined;
  await amendRecord<Board>(records, boardName(channel), (board) => {
    const placed = placeFinding(board ?? emptyBoard, finding);
    place = placed.place;
    return placed.board;
  });
  const decided = place as Place;
  return amendRecord<Place>(records, name, (value) => value ?? decided);
}

/** Where a finding was told; null: it was not. */
export async function placeKnown(
  records: RecordStore,
  channel: string,
  findingId: string,
): Promise<Place | null> {
  return (await records.read<Place>(findingName(channel, findingId)))?.value ?? null;
}

/** The message with the finding in it. */
export function growMessage(
  records: RecordStore,
  channel: string,
  place: Place,
  told: {
    readonly finding: Finding;
    readonly planHash: string;
    readonly hints: readonly string[];
    readonly now: string;
  },
): Promise<PostedMessage> {
  return amendRecord<PostedMessage>(records, messageName(channel, place.messageId), (known) => {
    const posting = growPosting(known?.posting ?? null, told.finding, told.planHash, told.hints);
    if (known !== null) return posting === known.posting ? known : { ...known, posting };
    return {
      posting,
      threadId: place.threadId,
      isBroadcast: place.isWorse && place.messageId !== place.threadId,
      since: told.now,
      ts: null,
      shown: 0,
      claim: null,
    };
  });
}
