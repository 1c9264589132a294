import type { RemediationCall } from "../../guardrail/finding/finding.ts";
import { toJsonLine } from "./escape-controls.ts";

/**
 * A call as the AWS CLI command that makes it: operation and members in kebab case, structures as
 * JSON, quoted for a POSIX shell.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-types.html
 */
export function awsCliLine({ service, operation, input }: RemediationCall): string {
  const options = Object.entries(input)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([member, value]) => optionText(`--${kebabCase(member)}`, value));
  return ["aws", service, kebabCase(operation), ...options].join(" ");
}

function optionText(option: string, value: unknown): string {
  if (value === true) return option;
  if (value === false) return option.replace(/^--/, "--no-");
  if (Array.isArray(value) && value.length > 0 && value.every(isScalar)) {
    return [option, ...value.map((item) => quote(String(item)))].join(" ");
  }
  return `${option} ${quote(isScalar(value) ? onOneLine(String(value)) : toJsonLine(value))}`;
}

/** A document without its line breaks, which would not survive being made harmless for a terminal. */
function onOneLine(text: string): string {
  if (!/\p{Cc}/u.test(text)) return text;
  try {
    return toJsonLine(JSON.parse(text));
  } catch {
    return text;
  }
}

function isScalar(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

/** `VpcEndpointIds` to `vpc-endpoint-ids`, `DNSOptions` to `dns-options`. */
function kebabCase(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1-$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();
}

function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
