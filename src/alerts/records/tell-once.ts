import type { Finding } from "../../guardrail/finding/finding.ts";
import { amendRecord } from "./amend-record.ts";
import { type FindingProgress, isFurther, progressOf } from "./finding-progress.ts";
import type { RecordStore } from "./record-store.ts";

/**
 * Tells a finding where messages can neither be changed nor looked for: once as it was found, and again as
 * something became of it. What was sent is written down after it; where an answer is lost it is sent again.
 */
export async function tellOnce(
  finding: Finding,
  name: string,
  records: RecordStore,
  send: () => Promise<void>,
): Promise<void> {
  const progress = progressOf(finding);
  const known = await records.read<FindingProgress>(name);
  if (known !== null && !isFurther(progress, known.value)) return;
  await send();
  await amendRecord<FindingProgress>(records, name, (now) =>
    now === null || isFurther(progress, now) ? progress : now,
  );
}
