import type { Unreadable } from "../../account/snapshot.ts";

/**
 * What a call to AWS gives, or, where AWS refused it, the code of the refusal in place of the answer.
 * What may go otherwise the next time (throttling, a fault of AWS, a broken connection) is thrown
 * once the SDK has made its own retries, so that the event is tried again and nothing is recorded
 * as unreadable that is only busy.
 */
export async function orUnreadable<T>(call: Promise<T>): Promise<T | Unreadable> {
  try {
    return await call;
  } catch (error) {
    const code = serviceErrorCode(error);
    if (code === null || isTransient(error)) throw error;
    return { unreadable: code };
  }
}

/** Names of refusals that mean: not now. https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const notNow = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|Timeout/i;

function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { $fault, $retryable } = error as {
    readonly $fault?: unknown;
    readonly $retryable?: unknown;
  };
  return $fault === "server" || $retryable !== undefined || notNow.test(error.name);
}

/**
 * The code of an error that a service answered with; null for any other.
 * https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/error-handling.html
 */
export function serviceErrorCode(error: unknown): string | null {
  return error instanceof Error && "$fault" in error ? error.name : null;
}
