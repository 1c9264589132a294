import { closeFinding, isClosed } from "../finding/close-finding.ts";
import type { Finding } from "../finding/finding.ts";
import type { LoadedAccount } from "../ports.ts";
import { stands, tellReplaced } from "./handle-event-later.ts";

/**
 * What is still to be told where another delivery of the event was recorded while this one was judged: of
 * each event that was told here otherwise, the finding that stands, or that none does.
 */
export async function tellStanding(
  published: readonly Finding[],
  { findingOf }: LoadedAccount,
): Promise<readonly Finding[]> {
  const ids = new Set(published.flatMap(({ event }) => event?.eventId ?? []));
  const told: Finding[] = [];
  for (const eventId of ids) {
    const last = published.findLast(({ event }) => event?.eventId === eventId);
    const standing = (await findingOf?.(eventId)) ?? null;
    if (last === undefined || stands(last, standing?.findingId ?? null)) continue;
    if (standing !== null) {
      const { finding } = tellReplaced({ eventId, finding: standing }, published);
      if (finding !== null) told.push(finding);
    } else if (!isClosed(last)) {
      told.push(closeFinding(last, "retracted", RECORDED_OTHERWISE));
    }
  }
  return told;
}

const RECORDED_OTHERWISE =
  "the event was delivered twice, and the other delivery was recorded first: nothing of this is left";
