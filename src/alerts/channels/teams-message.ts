/**
 * A message with one Adaptive Card, as a workflow of Microsoft Teams takes it ("When a Teams webhook request is
 * received").
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
export interface TeamsMessage {
  readonly type: "message";
  readonly attachments: readonly [
    {
      readonly contentType: "application/vnd.microsoft.card.adaptive";
      readonly contentUrl: null;
      readonly content: AdaptiveCard;
    },
  ];
}

/**
 * Teams shows cards up to version 1.5.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference#support-for-adaptive-cards
 * https://learn.microsoft.com/adaptive-cards/schema-explorer/adaptive-card
 */
export interface AdaptiveCard {
  readonly $schema: "http://adaptivecards.io/schemas/adaptive-card.json";
  readonly type: "AdaptiveCard";
  readonly version: "1.4";
  readonly msteams: { readonly width: "Full" };
  readonly body: readonly CardContainer[];
  readonly actions: readonly CardLink[];
}

/** Elements that belong together. https://learn.microsoft.com/adaptive-cards/schema-explorer/container */
export interface CardContainer {
  readonly type: "Container";
  readonly style?: "default" | "emphasis" | "good" | "attention" | "warning" | "accent";
  readonly bleed?: boolean;
  readonly separator?: boolean;
  readonly items: readonly RichTextBlock[];
}

/**
 * Text as it is: a TextBlock reads Markdown and links, the runs of a RichTextBlock do not.
 * https://learn.microsoft.com/adaptive-cards/schema-explorer/text-run
 */
export interface RichTextBlock {
  readonly type: "RichTextBlock";
  readonly spacing?: "None" | "Small" | "Medium";
  readonly inlines: readonly TextRun[];
}

export interface TextRun {
  readonly type: "TextRun";
  readonly text: string;
  readonly size?: "Large";
  readonly weight?: "Bolder";
  readonly isSubtle?: boolean;
}

/** https://learn.microsoft.com/adaptive-cards/schema-explorer/action-open-url */
export interface CardLink {
  readonly type: "Action.OpenUrl";
  readonly title: string;
  readonly url: string;
}
