import type { Snapshot } from "../../account/snapshot.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { PlayedEvent } from "./play-events.ts";

/** Their events are of the whole account, in whichever Region they are recorded. */
const globalServices = new Set(["iam.amazonaws.com", "organizations.amazonaws.com"]);

/** The eventTime of the last event applied to each snapshot, kept while events are played. */
export interface LastApplied {
  readonly note: (played: PlayedEvent) => void;
  /** The snapshots captured when the last event on them was; unchanged where none was. */
  readonly stamp: (snapshots: readonly Snapshot[]) => readonly Snapshot[];
}

export function trackLastApplied(): LastApplied {
  const times = new Map<number, string>();
  return {
    note: ({ event, before, after }) => {
      for (const [index, snapshot] of after.entries()) {
        const isChanged = snapshot !== before[index];
        if (isChanged || isNewsFor(snapshot, event)) times.set(index, event.eventTime);
      }
    },
    stamp: (snapshots) =>
      snapshots.map((snapshot, index) => {
        const capturedAt = times.get(index);
        return capturedAt === undefined ? snapshot : { ...snapshot, capturedAt };
      }),
  };
}

/** An event that changed nothing in its own account has been applied all the same. */
function isNewsFor({ account, region, capturedAt }: Snapshot, event: TrailEvent): boolean {
  if (capturedAt !== undefined && Date.parse(event.eventTime) < Date.parse(capturedAt))
    return false;
  const isGlobal = globalServices.has(event.eventSource);
  return account === event.recipientAccountId && (isGlobal || region === event.awsRegion);
}
