import type { KeptRecord, RecordStore } from "../alerts/records/record-store.ts";

/** Keeps records in memory, as JSON, as other stores do. */
export function makeMemoryRecords(): RecordStore {
  const records = new Map<string, KeptRecord<string>>();
  return {
    read: async <T>(name: string) => {
      const record = records.get(name);
      if (record === undefined) return null;
      return { version: record.version, value: JSON.parse(record.value) as T };
    },
    write: async (name, version, value) => {
      if ((records.get(name)?.version ?? 0) !== version) return "stale";
      records.set(name, { version: version + 1, value: JSON.stringify(value) });
      return "saved";
    },
  };
}
