import * as z from "zod/mini";
import { type SlackAction, slackActionsBlock } from "../alerts/channels/slack-buttons.ts";

/** Somebody pressed a button of ours. */
export interface SlackPress {
  readonly action: SlackAction;
  readonly findingId: string;
  readonly user: { readonly id: string; readonly name: string };
  readonly channel: string;
  readonly messageTs: string;
  /** Different for each press. */
  readonly nonce: string;
}

const id = z.string().check(z.regex(/^[A-Z0-9]{1,32}$/));

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const payload = z.object({
  type: z.literal("block_actions"),
  trigger_id: z.string(),
  user: z.object({ id, name: z.optional(z.string()), username: z.optional(z.string()) }),
  channel: z.object({ id }),
  container: z.object({ message_ts: z.string() }),
  actions: z
    .array(
      z.object({
        block_id: z.literal(slackActionsBlock),
        action_id: z.enum(["revert", "accept", "snooze", "explain"]),
        action_ts: z.string(),
        value: z.string(),
      }),
    )
    .check(z.length(1)),
});

const pressed = z.object({ findingId: z.string().check(z.minLength(1), z.maxLength(500)) });

/** The press that a request's body tells; null: it tells none of ours. */
export function parseSlackPress(body: string): SlackPress | null {
  const told = payload.safeParse(jsonOf(new URLSearchParams(body).get("payload")));
  if (!told.success) return null;
  const { user, channel, container, actions, trigger_id } = told.data;
  const [action] = actions;
  const value = pressed.safeParse(jsonOf(action?.value ?? null));
  if (action === undefined || !value.success) return null;
  return {
    action: action.action_id,
    findingId: value.data.findingId,
    user: { id: user.id, name: user.username ?? user.name ?? user.id },
    channel: channel.id,
    messageTs: container.message_ts,
    nonce: JSON.stringify([trigger_id, action.action_ts, user.id]),
  };
}

function jsonOf(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
