import type { Unreadable } from "../account/snapshot.ts";

/**
 * What a call to AWS gives, or, where AWS answered with an error, its code in place of the answer.
 * The SDK has then made its own retries. What is no answer of AWS (a broken connection, a fault of
 * ours) is thrown, so that the event is tried again.
 */
export async function orUnreadable<T>(call: Promise<T>): Promise<T | Unreadable> {
  try {
    return await call;
  } catch (error) {
    const code = serviceErrorCode(error);
    if (code === null) throw error;
    return { unreadable: code };
  }
}

/**
 * The code of an error that a service answered with; null for any other.
 * https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/error-handling.html
 */
export function serviceErrorCode(error: unknown): string | null {
  return error instanceof Error && "$fault" in error ? error.name : null;
}
