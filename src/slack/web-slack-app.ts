import { setTimeout as sleep } from "node:timers/promises";
import {
  LogLevel,
  type WebAPICallResult,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebClient,
  type WebClientOptions,
} from "@slack/web-api";
import type { SlackApp, SlackPlace } from "./slack-app.ts";
import { SlackFailure } from "./slack-failure.ts";

export interface WebSlackOptions {
  readonly token: string;
  readonly apiUrl?: string | undefined;
  readonly timeoutMs?: number;
}

const eventType = "kms_guardrail_finding";
/** Longer waits are left to the queue. */
const longestWaitSeconds = 5;
const mostTries = 3;
/** Slack's clock and ours. */
const clockSkewSeconds = 60;

/** Slack's Web API, by its own SDK. https://docs.slack.dev/tools/node-slack-sdk/web-api/ */
export function makeWebSlackApp({ token, apiUrl, timeoutMs = 8_000 }: WebSlackOptions): SlackApp {
  const client = new WebClient(token, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    // What failed in an unsure way must be looked for, before it is tried again.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    logger: silent,
  });
  return {
    post: async ({ channel, threadTs }, message, { key, isBroadcast }) => {
      const thread = threadTs === null ? {} : { thread_ts: threadTs, reply_broadcast: isBroadcast };
      const metadata = { event_type: eventType, event_payload: { key } };
      const { ts } = await call("chat.postMessage", () =>
        client.apiCall("chat.postMessage", { channel, ...message, ...thread, metadata }),
      );
      if (typeof ts !== "string") throw new SlackFailure("chat.postMessage: told no `ts`", false);
      return ts;
    },
    update: async (channel, ts, { text, blocks }) => {
      await call("chat.update", () => client.apiCall("chat.update", { channel, ts, text, blocks }));
    },
    find: async (place, key, since) => {
      for await (const messages of pagesOf(client, place, since)) {
        const found = messages.find((message) => hasKey(message, key));
        if (found?.ts !== undefined) return found.ts;
      }
      return null;
    },
    tell: async (channel, user, text) => {
      await call("chat.postEphemeral", () =>
        client.apiCall("chat.postEphemeral", { channel, user, text }),
      );
    },
  };
}

interface FoundMessage {
  readonly ts?: string;
  readonly metadata?: {
    readonly event_type?: string;
    readonly event_payload?: { readonly key?: unknown };
  };
}

function hasKey({ metadata }: FoundMessage, key: string): boolean {
  return metadata?.event_type === eventType && metadata.event_payload?.key === key;
}

/** https://docs.slack.dev/reference/methods/conversations.history */
async function* pagesOf(
  client: WebClient,
  { channel, threadTs }: SlackPlace,
  since: Date,
): AsyncGenerator<readonly FoundMessage[]> {
  const oldest = String(since.getTime() / 1000 - clockSkewSeconds);
  const method = threadTs === null ? "conversations.history" : "conversations.replies";
  let cursor: string | undefined;
  do {
    const page = await call(method, () =>
      client.apiCall(method, {
        channel,
        oldest,
        limit: 200,
        include_all_metadata: true,
        ...(threadTs === null ? {} : { ts: threadTs }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
    );
    yield (page.messages ?? []) as readonly FoundMessage[];
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
}

/** What the methods that are called here answer. */
interface Result extends WebAPICallResult {
  readonly ts?: unknown;
  readonly messages?: unknown;
}

async function call(method: string, send: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const wait = error instanceof WebAPIRateLimitedError ? error.retryAfter : null;
      if (wait === null || wait > longestWaitSeconds || attempt === mostTries) {
        throw failureOf(method, error);
      }
      await sleep(wait * 1000);
    }
  }
}

/** A server that fails, or does not answer in time, may have done what it was asked. */
function failureOf(method: string, cause: unknown): SlackFailure {
  const isRefused = cause instanceof WebAPIPlatformError || cause instanceof WebAPIRateLimitedError;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SlackFailure(`${method}: ${reason}`, isRefused, { cause });
}

/** What happens is told by whoever asked for it. */
const silent: NonNullable<WebClientOptions["logger"]> = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};
