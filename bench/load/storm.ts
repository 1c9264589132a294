import type { AccountSize } from "../account/make-account.ts";
import { type RecordKind, recordOf } from "../jobs/records.ts";

const kinds: readonly RecordKind[] = [
  "telling-tag",
  "unmentioned-tag",
  "alias",
  "telling-tag",
  "key-policy",
  "silent-tag",
  "role-tag",
  "telling-tag",
];

/** Records of many kinds, `rate` a second from a time on: what a rollout over an account looks like. */
export function stormOf(
  events: number,
  rate: number,
  from: number,
  size: AccountSize,
): readonly object[] {
  return Array.from({ length: events }, (_, index) => {
    const kind = kinds[index % kinds.length] as RecordKind;
    const eventTime = new Date(from + Math.floor((index * 1000) / rate)).toISOString();
    return {
      ...recordOf(kind, index, size, (index * 7919) % size.keys),
      eventID: `storm-${String(index).padStart(6, "0")}`,
      eventTime: eventTime.replace(/\.\d+Z$/, "Z"),
    };
  });
}
