/**
 * How the actor of a CloudTrail record was signed in and what they used: what the record tells beside the
 * finding. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function sessionHints(record: unknown): readonly string[] {
  const detail = member(record, "detail") ?? record;
  const session = member(member(detail, "userIdentity"), "sessionContext");
  const mfa = member(member(session, "attributes"), "mfaAuthenticated");
  return [
    ...toolHint(detail),
    ...(mfa === "true" || mfa === true ? ["with MFA"] : []),
    ...(mfa === "false" || mfa === false ? ["without MFA"] : []),
  ];
}

/** The first that fits; a user agent is its caller's own word. */
const tools: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [/\bTerraform\//, "says it is Terraform"],
  [/^aws-cli\//, "says it is the AWS CLI"],
  [/^(Boto3|aws-sdk-|APN\/)/i, "says it is an AWS SDK"],
];

function toolHint(detail: unknown): readonly string[] {
  if (String(member(detail, "sessionCredentialFromConsole")) === "true") {
    return ["in the AWS console"];
  }
  const agent = member(detail, "userAgent");
  const tool = tools.find(([pattern]) => typeof agent === "string" && pattern.test(agent));
  return tool === undefined ? [] : [tool[1]];
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
