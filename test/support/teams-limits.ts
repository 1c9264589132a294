import { Ajv } from "ajv";

const strict = (properties: object, required: readonly string[]) => ({
  type: "object",
  additionalProperties: false,
  required,
  properties,
});

const textRun = strict(
  {
    type: { const: "TextRun" },
    text: { type: "string", minLength: 1 },
    size: { enum: ["Default", "Small", "Medium", "Large", "ExtraLarge"] },
    weight: { enum: ["Default", "Lighter", "Bolder"] },
    isSubtle: { type: "boolean" },
  },
  ["type", "text"],
);
const richTextBlock = strict(
  {
    type: { const: "RichTextBlock" },
    spacing: { enum: ["Default", "None", "Small", "Medium", "Large", "ExtraLarge", "Padding"] },
    inlines: { type: "array", minItems: 1, items: textRun },
  },
  ["type", "inlines"],
);
const container = strict(
  {
    type: { const: "Container" },
    style: { enum: ["default", "emphasis", "good", "attention", "warning", "accent"] },
    bleed: { type: "boolean" },
    separator: { type: "boolean" },
    items: { type: "array", minItems: 1, items: richTextBlock },
  },
  ["type", "items"],
);
const openUrl = strict(
  {
    type: { const: "Action.OpenUrl" },
    title: { type: "string", minLength: 1 },
    url: { type: "string", pattern: "^https://" },
  },
  ["type", "url"],
);

/**
 * A message with an Adaptive Card of version 1.4, as far as ours use it: nothing in it reads Markdown.
 * https://adaptivecards.io/explorer/
 */
const schema = strict(
  {
    type: { const: "message" },
    attachments: {
      type: "array",
      minItems: 1,
      maxItems: 1,
      items: strict(
        {
          contentType: { const: "application/vnd.microsoft.card.adaptive" },
          contentUrl: { type: "null" },
          content: strict(
            {
              $schema: { const: "http://adaptivecards.io/schemas/adaptive-card.json" },
              type: { const: "AdaptiveCard" },
              version: { const: "1.4" },
              msteams: strict({ width: { const: "Full" } }, ["width"]),
              body: { type: "array", minItems: 1, items: container },
              actions: { type: "array", maxItems: 6, items: openUrl },
            },
            ["type", "version", "body"],
          ),
        },
        ["contentType", "content"],
      ),
    },
  },
  ["type", "attachments"],
);

const validate = new Ajv({ allErrors: true }).compile(schema);
/** Of the card as text within JSON, which is how the workflow hands it on. https://github.com/MicrosoftDocs/msteams-docs/issues/11274 */
const mostBytes = 28_672;

/** What Teams would refuse in a message. */
export function teamsProblems(message: unknown): readonly string[] {
  validate(message);
  const bytes = Buffer.byteLength(JSON.stringify(JSON.stringify(message)));
  return [
    ...(validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`),
    ...(bytes > mostBytes ? [`${bytes} bytes`] : []),
  ];
}
