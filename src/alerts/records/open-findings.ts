import type { Finding } from "../../guardrail/finding/finding.ts";
import { RecordBusyError } from "./amend-record.ts";
import { type FindingProgress, isFurther, progressOf } from "./finding-progress.ts";
import type { RecordStore } from "./record-store.ts";
import { isRestoredBy } from "./restored.ts";

/** A finding of a resource that access was not restored after. */
export interface OpenFinding extends Pick<Finding, "findingId" | "resource" | "attributeChanges"> {
  readonly time: string;
  readonly progress: FindingProgress;
}

/** Open findings of one resource, as JSON; an item of the table holds 400 KB. */
const mostCharacters = 200_000;

export function openFindingOf(finding: Finding): OpenFinding {
  const { findingId, resource, attributeChanges, event, effectiveFrom } = finding;
  return {
    findingId,
    resource,
    attributeChanges,
    time: event?.eventTime ?? effectiveFrom,
    progress: progressOf(finding),
  };
}

/**
 * Tells a finding where services keep lists of open ones, unless as much was told before: `tell` is given
 * the findings of the resource whose change this one put back, and may be called again for the same.
 */
export async function amidOpenFindings<T extends OpenFinding>(
  name: string,
  own: T,
  records: RecordStore,
  tell: (restored: readonly T[]) => Promise<void>,
): Promise<void> {
  const kept = await records.read<readonly T[]>(name);
  const open = kept?.value ?? [];
  const known = open.find(({ findingId }) => findingId === own.findingId);
  if (known !== undefined && !isFurther(own.progress, known.progress)) return;
  const restored = open.filter((earlier) => earlier.time < own.time && isRestoredBy(earlier, own));
  await tell(restored);
  const left = open.filter((one) => one !== known && !restored.includes(one));
  if ((await records.write(name, kept?.version ?? 0, newest([...left, own]))) === "stale") {
    throw new RecordBusyError(`record \`${name}\` changed meanwhile`);
  }
}

function newest<T>(findings: readonly T[]): readonly T[] {
  let left = mostCharacters;
  const kept = findings.toReversed().filter((finding) => {
    left -= JSON.stringify(finding).length;
    return left >= 0;
  });
  return kept.toReversed();
}
