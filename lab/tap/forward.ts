import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { buffer } from "node:stream/consumers";
import type { HttpRequest } from "./call.ts";
import type { Reply } from "./reply.ts";

/** What concerns one connection only. https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const hopByHop = ["connection", "keep-alive", "transfer-encoding", "expect", "upgrade"];

export type Forward = (url: string, asked: HttpRequest) => Promise<Reply>;

/** Sends requests on as they came, and brings back what is answered. */
export function makeForward(): Forward {
  const agent = new Agent({ keepAlive: true });
  return (url, { method, path, headers, body }) =>
    new Promise((resolve, reject) => {
      const sent = request(
        new URL(url).origin,
        { agent, method, path, headers: endToEnd(headers, body) },
        (answer) => {
          const { statusCode: status = 502, headers: answered } = answer;
          buffer(answer).then((read) => {
            resolve({ status, headers: endToEnd(answered, read), body: read });
          }, reject);
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });
}

function endToEnd(headers: IncomingHttpHeaders, body: Buffer): IncomingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !hopByHop.includes(name));
  return { ...Object.fromEntries(kept), "content-length": String(body.length) };
}
