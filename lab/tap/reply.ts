import type { IncomingHttpHeaders } from "node:http";

/** What is answered. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export function withBody(reply: Reply, body: string): Reply {
  return { ...reply, body: Buffer.from(body) };
}

export function jsonReply(value: unknown, status = 200): Reply {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: Buffer.from(JSON.stringify(value)),
  };
}
