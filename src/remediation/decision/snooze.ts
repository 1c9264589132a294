import type { Suppression } from "../../guardrail/config/config.ts";
import { isGained } from "../../guardrail/config/match-rule.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";
import type { Clock } from "../../guardrail/ports.ts";
import type { Decision } from "./decision.ts";
import type { Ledger } from "./ledger.ts";

/** How long a snooze may last. */
export const LONGEST_SNOOZE_DAYS = 30;
const longestSnoozeMs = LONGEST_SNOOZE_DAYS * 24 * 60 * 60_000;

/** Why the like of a finding cannot be hidden; a press of a button is no word that hides a stranger's gain. */
export function whyNotSnoozed({ accessChanges }: Finding): string | null {
  if (accessChanges.length === 0) return "a finding without a known access change is never hidden";
  if (accessChanges.some(({ principal }) => /[*?]/.test(principal))) {
    return "what is about anyone at all is hidden only by a suppression in `guardrail.yml`";
  }
  return accessChanges.some((change) => change.external && isGained(change))
    ? "what somebody external gains is hidden only by a suppression in `guardrail.yml`"
    : null;
}

/** What a snooze hides: the access changes of the finding, by the same event and attributes, and no wider. */
export function snoozeOf(decision: Decision, finding: Finding): Suppression | null {
  const { kind, by, reason, until } = decision;
  if (kind !== "snooze" || until === undefined) return null;
  const { event, attributeChanges, accessChanges } = finding;
  const keys = accessChanges.flatMap(({ key }) => key ?? []);
  return {
    name: `snooze of ${finding.findingId}`,
    owner: by,
    reason: reason ?? "snoozed",
    expires: new Date(Date.parse(until)).toISOString(),
    match: {
      ...(event === null ? {} : { events: [event.eventName] }),
      attributes: unique(attributeChanges.map(({ attribute }) => literal(attribute))),
    },
    hides: {
      principals: unique(accessChanges.map(({ principal }) => principal)),
      actions: unique(accessChanges.flatMap(({ actions }) => actions)),
      ...(keys.length === 0 ? {} : { keys: unique(keys) }),
      changes: [...new Set(accessChanges.map(({ change }) => change))],
      only: accessChanges.map(({ change, principal, key, via, actions, after }) => ({
        ...{ change, principal, key, via, actions, after },
      })),
    },
  };
}

/** A name may hold what is a wildcard in a pattern: `?` stands for any one character, `*` included. */
function literal(text: string): string {
  return text.replaceAll("*", "?");
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].toSorted();
}

/** The snoozes that still hide something. */
export async function activeSnoozes(
  ledger: Pick<Ledger, "since">,
  clock: Clock,
): Promise<readonly Suppression[]> {
  const now = clock.now();
  const since = new Date(now.getTime() - longestSnoozeMs).toISOString();
  const decisions = await ledger.since("decision", since);
  return decisions.flatMap(({ hides }) =>
    hides !== null && Date.parse(hides.expires) > now.getTime() ? [hides] : [],
  );
}
