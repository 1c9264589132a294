import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { SlackMessage } from "../../src/alerts/channels/slack-message.ts";
import { slackSignature } from "../../src/slack/slack-signature.ts";
import { slackProblems } from "./slack-limits.ts";

/** A message as a channel shows it. */
export interface ShownMessage extends Pick<SlackMessage, "text" | "blocks"> {
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string;
  readonly reply_broadcast?: boolean;
  readonly metadata?: object;
  /** How often it was changed. */
  readonly edits: number;
}

/** How a call goes wrong. `lost`: Slack does it, and its answer never arrives. */
export type SlackFault =
  | { readonly status: number; readonly isDone?: boolean }
  | { readonly retryAfter: number }
  | { readonly error: string }
  | "timeout"
  | "lost";

export interface FakeSlack {
  readonly apiUrl: string;
  readonly webhookUrl: string;
  readonly signingSecret: string;
  readonly messages: () => readonly ShownMessage[];
  /** What only one person was told. */
  readonly whispers: readonly { readonly user: string; readonly text: string }[];
  readonly calls: readonly string[];
  /** The next calls of a method go wrong. */
  readonly fail: (method: string, ...faults: readonly SlackFault[]) => void;
  /** The next calls of a method that name a text go wrong; returns what has not gone wrong yet. */
  readonly failAbout: (
    text: string,
    method: string,
    ...faults: readonly SlackFault[]
  ) => readonly SlackFault[];
  /** The request that Slack sends when somebody presses a button of a message. */
  readonly press: (message: ShownMessage, actionId: string, more?: Pressed) => SignedRequest;
  readonly close: () => Promise<void>;
}

export interface Pressed {
  readonly user?: string;
  readonly channel?: string;
  readonly at?: Date;
  readonly secret?: string;
}

export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const token = "xoxb-of-the-test";
export const slackToken = token;

/** Plays Slack on loopback: takes what its published limits allow, and signs what it sends. */
export async function startFakeSlack(): Promise<FakeSlack> {
  const shown: ShownMessage[] = [];
  const whispers: { user: string; text: string }[] = [];
  const calls: string[] = [];
  const faulty: { text: string; method: string; faults: SlackFault[] }[] = [];
  const failAbout: FakeSlack["failAbout"] = (text, method, ...some) => {
    const faults = [...some];
    faulty.push({ text, method, faults });
    return faults;
  };
  const waiting = new Set<ServerResponse>();
  const signingSecret = "8f742231b10e8888abcd99yyyzzz85a5";
  let count = 0;

  const methods: Readonly<Record<string, (input: Input) => object>> = {
    "chat.postMessage": (input) => {
      const problems = slackProblems(input);
      if (problems.length > 0)
        return { ok: false, error: `invalid_blocks: ${problems.join(", ")}` };
      const ts = `1800000000.${String(++count).padStart(6, "0")}`;
      shown.push({ ...(input as unknown as ShownMessage), ts, edits: 0 });
      return { ok: true, ts, channel: input["channel"] };
    },
    "chat.update": (input) => {
      const problems = slackProblems(input);
      if (problems.length > 0)
        return { ok: false, error: `invalid_blocks: ${problems.join(", ")}` };
      const index = shown.findIndex(({ ts }) => ts === input["ts"]);
      const known = shown[index];
      if (known === undefined) return { ok: false, error: "message_not_found" };
      const { text, blocks } = input as unknown as SlackMessage;
      shown[index] = { ...known, text, blocks, edits: known.edits + 1 };
      return { ok: true, ts: known.ts };
    },
    "chat.postEphemeral": ({ user, text }) => {
      whispers.push({ user: String(user), text: String(text) });
      return { ok: true };
    },
    "conversations.history": ({ channel }) => ({
      ok: true,
      messages: shown.filter((one) => one.channel === channel && one.thread_ts === undefined),
    }),
    "conversations.replies": ({ channel, ts }) => ({
      ok: true,
      messages: shown.filter((one) => one.channel === channel && one.thread_ts === ts),
    }),
    webhook: (input) => {
      const problems = slackProblems(input);
      if (problems.length === 0) {
        shown.push({
          ...(input as unknown as ShownMessage),
          channel: "C0WEBHOOK",
          ts: "",
          edits: 0,
        });
      }
      return { ok: problems.length === 0 };
    },
  };

  const server = createServer(async (request, response) => {
    const method = (request.url ?? "").split("/").at(-1) ?? "";
    const input = await inputOf(request);
    calls.push(method);
    const about = JSON.stringify(input);
    const fault = faulty
      .find((one) => one.method === method && one.faults.length > 0 && about.includes(one.text))
      ?.faults.shift();
    if (method !== "webhook" && request.headers.authorization !== `Bearer ${token}`) {
      return answer(response, 200, { ok: false, error: "invalid_auth" });
    }
    const handle = () => methods[method]?.(input) ?? { ok: false, error: "unknown_method" };
    if (fault === undefined) return answer(response, 200, handle());
    if (typeof fault === "object") return goWrong(response, fault, handle);
    if (fault === "lost") handle();
    waiting.add(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let presses = 0;
  return {
    apiUrl: `${url}/api/`,
    webhookUrl: `${url}/services/webhook`,
    signingSecret,
    messages: () => shown,
    whispers,
    calls,
    fail: (method, ...some) => void failAbout("", method, ...some),
    failAbout,
    press: (message, actionId, { user = "U0ALICE", channel, at, secret } = {}) => {
      const button = message.blocks
        .flatMap((block) => (block.type === "actions" ? block.elements : []))
        .find(({ action_id }) => action_id === actionId);
      const payload = {
        type: "block_actions",
        trigger_id: `${++presses}.trigger`,
        user: { id: user, username: "alice", team_id: "T0" },
        channel: { id: channel ?? message.channel, name: "alerts" },
        container: { type: "message", message_ts: message.ts, channel_id: message.channel },
        actions: [
          {
            type: "button",
            block_id: "kms-guardrail",
            action_id: actionId,
            action_ts: `1800000100.${presses}`,
            value: button?.value ?? "",
          },
        ],
      };
      return signedRequest(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), {
        secret: secret ?? signingSecret,
        ...(at === undefined ? {} : { at }),
      });
    },
    close: async () => {
      for (const response of waiting) response.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function goWrong(
  response: ServerResponse,
  fault: Exclude<SlackFault, string>,
  handle: () => object,
): void {
  if ("error" in fault) {
    answer(response, 200, { ok: false, error: fault.error });
  } else if ("status" in fault) {
    if (fault.isDone === true) handle();
    answer(response, fault.status, {});
  } else {
    response.setHeader("retry-after", String(fault.retryAfter));
    answer(response, 429, { ok: false, error: "ratelimited" });
  }
}

/** A request as Slack signs it. https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function signedRequest(
  body: string,
  { secret, at = new Date() }: { readonly secret: string; readonly at?: Date },
): SignedRequest {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return {
    headers: {
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": slackSignature(timestamp, body, secret),
    },
    body,
  };
}

type Input = Readonly<Record<string, unknown>>;

/** The SDK sends forms whose values are JSON, the webhook JSON. */
async function inputOf(request: IncomingMessage): Promise<Input> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  if (request.headers["content-type"]?.startsWith("application/json")) return JSON.parse(text);
  const members = [...new URLSearchParams(text)].map(([name, value]) => [name, parsedValue(value)]);
  return Object.fromEntries(members);
}

function parsedValue(text: string): unknown {
  if (!/^[[{]|^(true|false)$/.test(text)) return text;
  return JSON.parse(text);
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.statusCode = status;
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(body));
}
