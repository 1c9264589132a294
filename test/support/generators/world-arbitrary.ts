import fc from "fast-check";
import { type RequestJson, requestArbitrary } from "./request-arbitrary.ts";
import { type SnapshotJson, snapshotArbitrary } from "./snapshot-arbitrary.ts";

/** An account and requests on it. */
export interface GeneratedWorld {
  readonly snapshot: SnapshotJson;
  readonly requests: readonly RequestJson[];
}

/** An account with this many requests: making the account costs as much as deciding twenty of them. */
export const worldArbitrary = (requests: number): fc.Arbitrary<GeneratedWorld> =>
  fc.record({
    snapshot: snapshotArbitrary,
    requests: fc.array(requestArbitrary, { minLength: requests, maxLength: requests }),
  });
