import { applyChange } from "../../account/apply/apply-change.ts";
import { attributeChanges } from "../../account/attributes/attribute-changes.ts";
import { type AttributeChange, isUnknown } from "../../account/attributes/attribute-value.ts";
import type { Change } from "../../account/change.ts";
import { sameJson } from "../../account/same-json.ts";
import type { Snapshot } from "../../account/snapshot.ts";
import type { Unknown } from "../../kms/decision.ts";

export interface ConfirmInput {
  readonly changes: readonly Change[];
  /** The state before the event. */
  readonly before: Snapshot;
  /** The state after every event that is known. */
  readonly current: Snapshot;
  /** The touched resources as AWS tells them now. */
  readonly live: Snapshot;
}

/**
 * Compares what an event should have made of its resource with what AWS tells. The event is trusted
 * in any case: KMS is eventually consistent, and a read may be stale or ahead.
 * https://docs.aws.amazon.com/kms/latest/developerguide/accessing-kms.html#programming-eventual-consistency
 */
export function confirmChanges({
  changes,
  before,
  current,
  live,
}: ConfirmInput): readonly Unknown[] {
  const remarks = changes.flatMap((change) => {
    // An event that is known already and happened later has replaced the value since.
    if (differences(current, change).length > 0) return [];
    const missing = differences(live, change);
    if (missing.length === 0) return [];
    const expected = differences(before, change);
    return missing.map((attribute) =>
      isStale(attribute, expected) ? confirmLater(attribute) : changedMeanwhile(attribute),
    );
  });
  return [...new Map(remarks.map((remark) => [remark.text, remark])).values()];
}

/** What a change would still do to an account; nothing where the account shows it already. */
function differences(account: Snapshot, change: Change): readonly AttributeChange[] {
  return attributeChanges(account, applyChange(account, change), change).filter(
    ({ before }) => !isUnknown(before),
  );
}

function isStale(live: AttributeChange, expected: readonly AttributeChange[]): boolean {
  return expected.some(
    ({ attribute, before }) => attribute === live.attribute && sameJson(before, live.before),
  );
}

function confirmLater({ attribute }: AttributeChange): Unknown {
  return {
    code: "confirmLater",
    text: `AWS still tells the value of \`${attribute}\` from before the event; the event is trusted, to be confirmed later`,
  };
}

function changedMeanwhile({ attribute }: AttributeChange): Unknown {
  return {
    code: "changedMeanwhile",
    text: `AWS tells for \`${attribute}\` neither the value before the event nor the one after it: another change is under way; only what this event did is told here`,
  };
}
