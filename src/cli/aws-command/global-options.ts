/** An option of an AWS CLI command. */
export interface AwsOption {
  /** With its dashes: `--key-id`. */
  readonly name: string;
  readonly takes: "one" | "many" | "none";
  /** What it sets in the request; null: an option of the AWS CLI itself. */
  readonly sets: { readonly member: string; readonly off: boolean } | null;
}

const withValue = [
  "--ca-bundle",
  "--cli-binary-format",
  "--cli-connect-timeout",
  "--cli-error-format",
  "--cli-input-json",
  "--cli-input-yaml",
  "--cli-read-timeout",
  "--color",
  "--endpoint-url",
  "--output",
  "--profile",
  "--query",
  "--region",
];

const withoutValue = [
  "--cli-auto-prompt",
  "--debug",
  "--no-cli-auto-prompt",
  "--no-cli-pager",
  "--no-paginate",
  "--no-sign-request",
  "--no-verify-ssl",
];

/**
 * The options of every command. `--generate-cli-skeleton` and `--version` are not among them: with
 * these nothing is called.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-options.html
 */
export const globalOptions: readonly AwsOption[] = [
  ...withValue.map((name) => ({ name, takes: "one", sets: null }) as const),
  ...withoutValue.map((name) => ({ name, takes: "none", sets: null }) as const),
];
