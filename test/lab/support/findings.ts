import { setTimeout as sleep } from "node:timers/promises";
import type { Lab } from "../../../lab/start-lab.ts";
import { subscribeQueue } from "../../../lab/subscribe-queue.ts";
import type { Finding } from "../../../src/guardrail/finding/finding.ts";
import { lastErrors } from "./last-errors.ts";

/** What the topic of findings hands to a queue of one's own. */
export interface FindingsQueue {
  /** Every finding so far, in the order of arrival. */
  readonly arrived: readonly Finding[];
  /** The first that fits, as soon as it is there. */
  waitFor(fits: (finding: Finding) => boolean): Promise<Finding>;
  close(): Promise<void>;
}

const patienceMilliseconds = 45_000;

export async function subscribeToFindings(lab: Lab, name: string): Promise<FindingsQueue> {
  const queue = await subscribeQueue(lab, name);
  const arrived: Finding[] = [];
  const closing = new AbortController();
  const receiving = (async () => {
    while (!closing.signal.aborted) arrived.push(...(await queue.receive()));
  })();
  return {
    arrived,
    waitFor: async (fits) => {
      const end = Date.now() + patienceMilliseconds;
      for (;;) {
        const found = arrived.find(fits);
        if (found !== undefined) return found;
        if (Date.now() > end) {
          throw new Error(`no such finding among\n${summaries(arrived)}\n${await lastErrors(lab)}`);
        }
        await sleep(50);
      }
    },
    close: async () => {
      closing.abort();
      await receiving;
      await queue.remove();
    },
  };
}

/** One line a finding: what it is about, which of its event's it is, and what became of it. */
function summaries(findings: readonly Finding[]): string {
  return findings
    .map(({ event, resource, findingId, notes, remediation }) =>
      [
        event?.eventName ?? null,
        resource.arn,
        findingId,
        `${remediation.mode}/${remediation.status}`,
        notes.map(({ code }) => code).join(","),
      ].join(" "),
    )
    .join("\n");
}
