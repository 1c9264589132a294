import { CliError } from "../cli-error.ts";

/** What is wrong with an AWS CLI command, or with what it would do. */
export type AwsErrorCode =
  /** No AWS CLI command that what-if can judge. */
  | "E_AWS_COMMAND"
  /** An option that is unknown, missing or without its value. */
  | "E_AWS_OPTION"
  /** The value of an option: malformed JSON or shorthand, a wrong type. */
  | "E_AWS_VALUE"
  /** Several accounts or Regions come into question. */
  | "E_PLACE_AMBIGUOUS"
  | "E_PLACE_UNKNOWN"
  | "E_KEY_UNKNOWN"
  | "E_ENDPOINT_UNKNOWN"
  | "E_IDENTITY_UNKNOWN"
  /** AWS would refuse the call, so it would change nothing. */
  | "E_CALL_WOULD_FAIL";

export function awsError(code: AwsErrorCode, message: string, help?: string): CliError {
  return new CliError([{ code, message, ...(help === undefined ? {} : { help }) }]);
}

/** AWS would refuse the call for one or more reasons. */
export function refusedByAws(api: string, reasons: readonly string[]): CliError {
  return new CliError(
    reasons.map((reason) => ({
      code: "E_CALL_WOULD_FAIL",
      message: `AWS would refuse \`${api}\`: ${reason}`,
    })),
  );
}
