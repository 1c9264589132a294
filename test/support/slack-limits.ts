import type { SlackBlock } from "../../src/alerts/channels/slack-message.ts";

/** Blocks as they come over the network. */
// biome-ignore lint/suspicious/noExplicitAny: JSON by somebody else
type Json = any;

/**
 * What Slack would refuse in a message, by the limits that it publishes.
 * https://docs.slack.dev/reference/block-kit/blocks
 */
export function slackProblems({ text, blocks }: Json): readonly string[] {
  if (typeof text !== "string" || text === "" || text.length > 4000) return ["text"];
  if (!Array.isArray(blocks) || blocks.length === 0 || blocks.length > 50) return ["blocks"];
  if (JSON.stringify(blocks).length >= 12_000) return ["msg_blocks_too_long"];
  if (blocks.filter(({ type }) => type === "table").length > 1) return ["only_one_table_allowed"];
  const ids = blocks.flatMap(({ block_id }) => block_id ?? []);
  const problems = blocks.flatMap((block, index) =>
    problemsOf(block).map((problem) => `blocks[${index}]: ${problem}`),
  );
  return [...problems, ...(new Set(ids).size === ids.length ? [] : ["block_id is not unique"])];
}

function problemsOf(block: Json): readonly string[] {
  const type: SlackBlock["type"] = block.type;
  switch (type) {
    case "header":
      return textProblems(block.text, 150);
    case "context":
      return [
        ...count("elements", block.elements, 10),
        ...block.elements.flatMap((text: Json) => textProblems(text, 3000)),
      ];
    case "table":
      return [
        ...count("rows", block.rows, 100),
        ...block.rows.flatMap((row: Json) => [
          ...count("cells", row, 20),
          ...row.flatMap((cell: Json) =>
            cell.type === "raw_text" ? length("cell", cell.text, 10_000) : ["cell: type"],
          ),
        ]),
      ];
    case "actions":
      return [
        ...length("block_id", block.block_id, 255),
        ...count("elements", block.elements, 25),
        ...block.elements.flatMap(buttonProblems),
      ];
    case "rich_text":
      return block.elements.flatMap(({ type: kind, elements }: Json) =>
        ["rich_text_section", "rich_text_preformatted"].includes(kind)
          ? elements.flatMap(richTextProblems)
          : [`rich text: ${kind}`],
      );
    default:
      return [`type \`${String(type)}\``];
  }
}

function richTextProblems({ type, text, url }: Json): readonly string[] {
  if (type === "text") return length("text", text, 3000);
  if (type === "link") return [...length("link", text, 3000), ...length("url", url, 3000)];
  return [`rich text element \`${type}\``];
}

function buttonProblems({ type, text, action_id, value, confirm }: Json): readonly string[] {
  return [
    ...(type === "button" ? [] : ["button: type"]),
    ...textProblems(text, 75),
    ...length("action_id", action_id, 255),
    ...length("value", value, 2000),
    ...(confirm === undefined
      ? []
      : [
          ...textProblems(confirm.title, 100),
          ...textProblems(confirm.text, 300),
          ...textProblems(confirm.confirm, 30),
          ...textProblems(confirm.deny, 30),
        ]),
  ];
}

function textProblems(text: Json, most: number): readonly string[] {
  return text?.type === "plain_text" ? length("plain_text", text.text, most) : ["text: type"];
}

function length(what: string, text: Json, most: number): readonly string[] {
  return typeof text === "string" && text.length > 0 && text.length <= most
    ? []
    : [`${what}: from 1 to ${most} characters`];
}

function count(what: string, list: Json, most: number): readonly string[] {
  return Array.isArray(list) && list.length > 0 && list.length <= most
    ? []
    : [`${what}: from 1 to ${most}`];
}
