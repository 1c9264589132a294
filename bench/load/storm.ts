import type { AccountSize } from "../account/make-account.ts";
import { type RecordKind, recordOf } from "../jobs/records.ts";

/**
 * How many of a hundred events are of a kind. KMS's own quotas let nothing but grants come at a high rate; calls that
 * reach the whole account are rare. https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html
 */
const shares: readonly (readonly [RecordKind, number])[] = [
  ["grant", 50],
  ["telling-tag", 20],
  ["unmentioned-tag", 13],
  ["key-policy", 15],
  ["alias", 1],
  ["role-tag", 1],
];
const kinds = shares.flatMap(([kind, share]) => Array.from({ length: share }, () => kind));

/** Records of many kinds over all keys, `rate` a second from a time on: what a rollout over an account looks like. */
export function stormOf(
  events: number,
  rate: number,
  from: number,
  size: AccountSize,
): readonly object[] {
  return Array.from({ length: events }, (_, index) => {
    // Steps that meet every kind and key, not one after the other.
    const kind = kinds[(index * 37) % kinds.length] as RecordKind;
    const eventTime = new Date(from + Math.floor((index * 1000) / rate)).toISOString();
    return {
      ...recordOf(kind, index, size, (index * 7919) % size.keys),
      eventID: `storm-${String(index).padStart(6, "0")}`,
      eventTime: eventTime.replace(/\.\d+Z$/, "Z"),
    };
  });
}
