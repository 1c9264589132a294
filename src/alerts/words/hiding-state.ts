import type { Finding } from "../../guardrail/finding/finding.ts";

/**
 * The state of a key that hides what a finding tells until the key is enabled; null: the key is enabled, or its
 * state is what changed, and then access is told as that state lets it.
 */
export function hidingState({ keyState, event, attributeChanges }: Finding): string | null {
  if (keyState === "Enabled") return null;
  const isChanged = attributeChanges.some(
    // A key that was just created has a state that it did not have, which is no change of it.
    ({ attribute, before }) => attribute === "keyState" && (before !== null || event === null),
  );
  return isChanged ? null : keyState;
}
