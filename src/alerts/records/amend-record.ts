import type { RecordStore } from "./record-store.ts";

/** Others changed a record again and again: it is tried again later. */
export class RecordBusyError extends Error {
  override readonly name = "RecordBusyError";
  readonly code = "E_RECORD_BUSY";
}

const mostAttempts = 30;

/**
 * Changes a record, again and again until nobody else changed it meanwhile. `change` returns what it was
 * given where there is nothing to change.
 */
export async function amendRecord<T>(
  records: RecordStore,
  name: string,
  change: (value: T | null) => T,
): Promise<T> {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const kept = await records.read<T>(name);
    const value = change(kept?.value ?? null);
    if (value === kept?.value) return value;
    if ((await records.write(name, kept?.version ?? 0, value)) === "saved") return value;
  }
  throw new RecordBusyError(`record \`${name}\`: changed during each of ${mostAttempts} attempts`);
}
