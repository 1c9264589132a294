import { stateBefore } from "../../src/aws/state/place-in-history.ts";
import { recordedUnknowns } from "../../src/aws/state/recorded-unknowns.ts";
import { DEFAULT_CONFIG } from "../../src/guardrail/config/config.ts";
import { tellUnknowns } from "../../src/guardrail/handle/handle-event-unknowns.ts";
import { judgeRecord } from "../../src/guardrail/judge/judge-record.ts";
import type { StoredState } from "../../src/guardrail/ports.ts";
import type { Home } from "../../src/guardrail/state/home.ts";
import { observedAccount, placeEvents } from "../../src/guardrail/state/projection.ts";
import { createProjector } from "../../src/guardrail/state/projector.ts";
import { createCompiler } from "../../src/kms/compiler.ts";

/**
 * The finding that each recorded event comes to when all of them are judged one after the other in the order in which
 * they happened; null: none.
 */
export function judgeInPlace(stored: StoredState, home: Home): ReadonlyMap<string, string | null> {
  const options = { config: DEFAULT_CONFIG, compiler: createCompiler() };
  const history = placeEvents(stored.events);
  const states = createProjector()(observedAccount(stored, home), history, stored);
  return new Map(
    history.map(({ event, changes, record }, index) => {
      const before = stateBefore(states, history, index, stored);
      const unknowns = recordedUnknowns(event, changes, before, stored.isComplete);
      const judged = tellUnknowns(judgeRecord([before], record, options), unknowns);
      return [event.eventId, judged.outcome === "finding" ? judged.finding.findingId : null];
    }),
  );
}
