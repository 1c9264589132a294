import { isUnreadable, type Snapshot } from "../../account/snapshot.ts";
import { count } from "../../alerts/words/shorten.ts";
import { timeText } from "../../alerts/words/time-text.ts";
import type { Severity } from "../../guardrail/finding/finding.ts";
import { SEVERITIES } from "../../guardrail/finding/severity.ts";
import type { PlayedEvent } from "./play-events.ts";

/** What the history begins with. */
export function accountLine({ account, region, capturedAt, keys, vpcEndpoints }: Snapshot): string {
  const when = capturedAt === undefined ? "" : ` at ${timeText(capturedAt)}`;
  const keyCount = isUnreadable(keys) ? "keys not known" : count(keys.length, "key");
  const endpoints =
    vpcEndpoints === undefined || isUnreadable(vpcEndpoints)
      ? "VPC endpoints not known"
      : count(vpcEndpoints.length, "VPC endpoint");
  return `account ${account} in ${region}${when}: ${keyCount}, ${endpoints}`;
}

/** Counts what was played and what was told of it. */
export interface Tally {
  readonly add: (played: PlayedEvent, isTold: boolean) => void;
  readonly lines: () => readonly string[];
}

export function tallyFindings(): Tally {
  const events = new Set<string>();
  let silent = 0;
  let told = 0;
  const bySeverity = new Map<Severity, number>();
  return {
    add: ({ event, isFinding, finding: { severity } }, isTold) => {
      events.add(event.eventId);
      if (!isFinding) silent++;
      if (!isTold) return;
      told++;
      bySeverity.set(severity, (bySeverity.get(severity) ?? 0) + 1);
    },
    lines: () => {
      const rated = SEVERITIES.filter((severity) => bySeverity.has(severity))
        .map((severity) => `${bySeverity.get(severity)} ${severity}`)
        .join(", ");
      const findings = `${count(told, "finding")}${rated === "" ? "" : ` (${rated})`}`;
      const quiet = silent === 0 ? "" : `, ${silent} changed nobody's access`;
      return [`${count(events.size, "event")} played: ${findings}${quiet}`];
    },
  };
}
