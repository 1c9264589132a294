/** How often something may happen: so many times at once, and again as tokens come back. */
export interface Bucket {
  readonly capacity: number;
  /** The time in which one token comes back. */
  readonly refillMs: number;
}

/** The tokens left of a bucket that was full, after uses at times, the oldest first. */
export function tokensLeft(
  { capacity, refillMs }: Bucket,
  uses: readonly string[],
  now: string,
): number {
  let tokens = capacity;
  let last = Date.parse(uses[0] ?? now);
  for (const use of uses) {
    const at = Date.parse(use);
    tokens = Math.max(0, refilled(tokens, at - last) - 1);
    last = at;
  }
  return refilled(tokens, Date.parse(now) - last);

  function refilled(left: number, elapsedMs: number): number {
    return Math.min(capacity, left + Math.max(0, elapsedMs) / refillMs);
  }
}

/** After this time an empty bucket is full again: what was used before does not count. */
export function bucketMs({ capacity, refillMs }: Bucket): number {
  return capacity * refillMs;
}
