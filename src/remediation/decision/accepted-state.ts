import { sameJson } from "../../account/same-json.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";
import type { Clock } from "../../guardrail/ports.ts";
import type { Ledger } from "./ledger.ts";

/** For so long a state that somebody accepted is the baseline. */
const acceptedMs = 365 * 24 * 60 * 60_000;

/** Who accepted the very state that an event brought back; null: nobody. It is told, not reverted. */
export async function acceptedBy(
  { resource, attributeChanges }: Finding,
  ledger: Pick<Ledger, "since">,
  clock: Clock,
): Promise<string | null> {
  const since = new Date(clock.now().getTime() - acceptedMs).toISOString();
  const accepted = (await ledger.since("decision", since)).filter(
    (entry) => entry.decision.kind === "accept" && entry.resource === resource.arn,
  );
  const entry = accepted.findLast((one) =>
    attributeChanges.every(({ attribute, after }) =>
      one.attributeChanges.some(
        (change) => change.attribute === attribute && sameJson(change.after, after),
      ),
    ),
  );
  return entry === undefined
    ? null
    : `\`${entry.decision.by}\` accepted this state at ${entry.decision.at}`;
}
