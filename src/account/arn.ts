/** The six colon-separated segments of an ARN. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** All that follows the fifth colon. */
  readonly resource: string;
}

/** Splits an ARN into its segments; null when the text is none. */
export function parseArn(text: string): Arn | null {
  if (!text.startsWith("arn:")) return null;
  const segments = text.split(":");
  if (segments.length < 6) return null;
  const [, partition = "", service = "", region = "", account = ""] = segments;
  return { partition, service, region, account, resource: segments.slice(5).join(":") };
}
