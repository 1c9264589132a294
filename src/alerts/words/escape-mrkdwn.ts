/**
 * Text in which Slack finds no link, mention or command.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Text between backticks: Slack and Microsoft Teams show it as it is. */
export function codeSpan(text: string): string {
  return `\`${escapeMrkdwn(text.replaceAll("`", "'"))}\``;
}
