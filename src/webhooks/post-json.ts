import { setTimeout as sleep } from "node:timers/promises";

/** A service did not take what was posted. */
export class PostError extends Error {
  override readonly name = "PostError";
  readonly code = "E_POST";
}

/** Longer waits are left to the queue. */
const longestWaitSeconds = 5;
const mostTries = 3;

/**
 * Posts JSON. The address may be a secret, and so may what a fault tells: neither is in the error. Where the service asks
 * to wait for a moment, it is waited for.
 */
export async function postJson(
  service: string,
  url: string,
  body: unknown,
  timeoutMs = 8_000,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const response = await send(url, body, timeoutMs);
    if (response?.ok === true) return;
    const wait = response?.status === 429 ? Number(response.retryAfter ?? 1) : Number.NaN;
    // What is no number is not waited for.
    if (!(wait <= longestWaitSeconds) || attempt === mostTries) {
      const reason = response === null ? "no answer" : `status ${response.status}`;
      throw new PostError(`${service}: ${reason}`);
    }
    await sleep(wait * 1_000);
  }
}

interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly retryAfter: string | null;
}

/** null: none came in time. */
async function send(url: string, body: unknown, timeoutMs: number): Promise<Answer | null> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      // Another address may be anybody's.
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.arrayBuffer();
    const { ok, status, headers } = response;
    return { ok, status, retryAfter: headers.get("retry-after") };
  } catch {
    return null;
  }
}
