import type { Severity } from "../guardrail/finding/finding.ts";
import { SEVERITIES } from "../guardrail/finding/severity.ts";
import type { Home } from "../guardrail/state/home.ts";

/** A deployed function lacks a setting. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
  readonly code = "E_ENVIRONMENT";
}

/** What a deployed function is told by its environment. */
export interface Environment {
  readonly home: Home;
  readonly findingsTopicArn: string;
  readonly stateTable: string;
  readonly stateBucket: string;
  /** Where looks at what cannot be confirmed yet are asked for. */
  readonly lookQueueUrl: string;
  /** Amazon Q Developer in chat applications listens to the topic. */
  readonly isForAmazonQ?: true;
  /** The configuration that was deployed with the functions; absent: none. */
  readonly configFile?: string;
  /** The remediation function's own role. */
  readonly remediationRole?: string;
  /** The secret that holds the key for signing decisions, of functions that sign or verify. */
  readonly decisionSecret?: string;
}

/** A variable that must be there. */
export function readVariable(
  variables: Readonly<Record<string, string | undefined>>,
  name: string,
): string {
  const value = variables[name];
  if (value !== undefined && value !== "") return value;
  throw new EnvironmentError(`environment variable \`${name}\` is not set`);
}

/** A severity that must be there. */
export function readSeverity(
  variables: Readonly<Record<string, string | undefined>>,
  name: string,
): Severity {
  const value = readVariable(variables, name);
  const severity = SEVERITIES.find((one) => one === value);
  if (severity !== undefined) return severity;
  throw new EnvironmentError(
    `environment variable \`${name}\` is \`${value}\`: expected one of ${SEVERITIES.join(", ")}`,
  );
}

/**
 * Reads the environment: `AWS_REGION` is Lambda's own, the rest comes from `serverless.yml`.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): Environment {
  const read = (name: string): string => readVariable(variables, name);
  return {
    home: { account: read("GUARDRAIL_ACCOUNT"), region: read("AWS_REGION") },
    findingsTopicArn: read("FINDINGS_TOPIC_ARN"),
    stateTable: read("STATE_TABLE"),
    stateBucket: read("STATE_BUCKET"),
    lookQueueUrl: read("LOOK_QUEUE_URL"),
    ...(variables["AMAZON_Q"] === "yes" ? { isForAmazonQ: true } : {}),
    ...given("configFile", variables["GUARDRAIL_CONFIG"]),
    ...given("remediationRole", variables["REMEDIATION_ROLE"]),
    ...given("decisionSecret", variables["DECISION_SECRET"]),
  };
}

function given<Name extends string>(
  name: Name,
  value: string | undefined,
): { readonly [name in Name]?: string } {
  return value === undefined || value === ""
    ? {}
    : ({ [name]: value } as { readonly [name in Name]: string });
}
