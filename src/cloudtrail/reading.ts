import type { Change } from "../account/change.ts";
import type { Unreadable } from "../account/snapshot.ts";
import type { TrailCall } from "./trail-call.ts";

/** What a family's parser makes of a call. */
export type Reading =
  | { readonly changes: readonly Change[]; readonly readLive: boolean }
  | { readonly malformed: string };

export type CallParser = (call: TrailCall) => Reading;

/** Stands where a record does not tell the new value. */
export const notInRecord: Unreadable = { unreadable: "NotInCloudTrailRecord" };

/** The record tells all that the call did. */
export function told(...changes: readonly Change[]): Reading {
  return { changes, readLive: false };
}

/** The record tells that the call did something, but not all of it. */
export function partlyTold(...changes: readonly Change[]): Reading {
  return { changes, readLive: true };
}

/** The call cannot move access. */
export function noChange(reason: string): Reading {
  return told({ kind: "none", reason });
}

/** The call may have moved access, but the record does not tell what of. */
export function untold(reason: string): Reading {
  return partlyTold({ kind: "none", reason });
}

export function malformed(message: string): Reading {
  return { malformed: message };
}
