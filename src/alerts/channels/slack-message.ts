/*
 * The part of Slack's Block Kit that messages of ours use.
 * https://docs.slack.dev/reference/block-kit/blocks
 */

export interface SlackMessage {
  /** What notifications and screen readers tell; the only text that Slack reads as mrkdwn. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

export type SlackBlock =
  | { readonly type: "header"; readonly text: PlainText }
  | { readonly type: "rich_text"; readonly elements: readonly RichTextSection[] }
  | {
      readonly type: "table";
      readonly rows: readonly (readonly RawText[])[];
      readonly column_settings: readonly { readonly is_wrapped: true }[];
    }
  | { readonly type: "actions"; readonly block_id: string; readonly elements: readonly Button[] }
  | { readonly type: "context"; readonly elements: readonly PlainText[] };

export interface PlainText {
  readonly type: "plain_text";
  readonly text: string;
  readonly emoji: false;
}

/** A table's cell: shown as it is. */
export interface RawText {
  readonly type: "raw_text";
  readonly text: string;
}

export interface RichTextSection {
  readonly type: "rich_text_section" | "rich_text_preformatted";
  readonly elements: readonly RichTextElement[];
}

/** Shown as it is: rich text is not parsed for mrkdwn, links or mentions. */
export type RichTextElement =
  | { readonly type: "text"; readonly text: string; readonly style?: { readonly bold: true } }
  | { readonly type: "link"; readonly url: string; readonly text: string };

export interface Button {
  readonly type: "button";
  readonly action_id: string;
  readonly text: PlainText;
  readonly value: string;
  readonly style?: "primary" | "danger";
  readonly confirm?: {
    readonly title: PlainText;
    readonly text: PlainText;
    readonly confirm: PlainText;
    readonly deny: PlainText;
  };
}

/** Text that Slack shows as it is, without `:emoji:`. */
export function plainText(text: string): PlainText {
  return { type: "plain_text", text, emoji: false };
}
