/** A record that senders of alerts keep, and the version that it has. */
export interface KeptRecord<T> {
  readonly version: number;
  readonly value: T;
}

/** Keeps what was told where: small records by name, each written only over the version that was read. */
export interface RecordStore {
  /** null: there is none of this name. */
  readonly read: <T>(name: string) => Promise<KeptRecord<T> | null>;
  /** `version`: what was read, 0 for a new record. `stale`: another version is there, nothing was written. */
  readonly write: (name: string, version: number, value: unknown) => Promise<"saved" | "stale">;
}
