import type { Unreadable } from "../../account/snapshot.ts";

/**
 * What a call to AWS gives, or the reason why it gave nothing, once the SDK has made its own retries:
 * throttling, a fault of AWS, a broken connection. A snapshot is of one moment: what was not read in it
 * is not known. Anything that is no failed call is thrown.
 */
export async function orUnread<T>(
  call: Promise<T>,
  told: (reason: string) => void,
): Promise<T | Unreadable> {
  try {
    return await call;
  } catch (error) {
    if (!isFailedCall(error)) throw error;
    told(error.name);
    return { unreadable: error.name };
  }
}

/** The SDK leaves on every error of a call how often it was tried. */
export function isFailedCall(error: unknown): error is Error {
  return error instanceof Error && "$metadata" in error;
}
