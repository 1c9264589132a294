import type { PerimeterChange } from "../../guardrail/finding/finding.ts";

/**
 * Perimeter changes without those that a wider one of the same kind at the same endpoint implies for
 * a reader: where anyone reaches anyone's resources, so does the account.
 */
export function widestChanges(changes: readonly PerimeterChange[]): readonly PerimeterChange[] {
  return changes.filter((change) => !changes.some((other) => isWider(other, change)));
}

function isWider(other: PerimeterChange, change: PerimeterChange): boolean {
  if (other === change || other.change !== change.change || other.via !== change.via) return false;
  return (
    (other.who === change.who || other.who === "anyone") &&
    (other.resources === change.resources || other.resources === "anyone") &&
    (other.who !== change.who || other.resources !== change.resources)
  );
}
