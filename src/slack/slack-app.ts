import type { SlackMessage } from "../alerts/channels/slack-message.ts";

/** Where a message belongs. */
export interface SlackPlace {
  readonly channel: string;
  /** null: in the channel itself. */
  readonly threadTs: string | null;
}

/** What is done in Slack. Each throws `SlackFailure` where Slack does not take it. */
export interface SlackApp {
  /** Its `ts`. `key`: what the message can be found by. */
  readonly post: (
    place: SlackPlace,
    message: SlackMessage,
    more: { readonly key: string; readonly isBroadcast: boolean },
  ) => Promise<string>;
  readonly update: (channel: string, ts: string, message: SlackMessage) => Promise<void>;
  /** The message that was posted with a key since a time; null: there is none. */
  readonly find: (place: SlackPlace, key: string, since: Date) => Promise<string | null>;
  /** Tells one person only. */
  readonly tell: (channel: string, user: string, text: string) => Promise<void>;
}
