import type { AttributeChange, Finding } from "../../guardrail/finding/finding.ts";

type Changed = Pick<Finding, "resource" | "attributeChanges">;

/** Whether a change put back everything that an earlier one had changed; what was not known cannot be put back. */
export function isRestoredBy(earlier: Changed, later: Changed): boolean {
  if (earlier.resource.arn !== later.resource.arn) return false;
  const { attributeChanges } = earlier;
  return (
    attributeChanges.length > 0 &&
    attributeChanges.every((change) => {
      const back = later.attributeChanges.find(({ attribute }) => attribute === change.attribute);
      return back !== undefined && isKnown(change) && sameValue(back.after, change.before);
    })
  );
}

function isKnown({ before }: AttributeChange): boolean {
  return typeof before !== "object" || before === null || !("unknown" in before);
}

/** Documents are the same whatever the order of their members. */
function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return members.map(([name, member]) => [name, ordered(member)]);
}
