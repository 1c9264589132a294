import type { Resource, Stack } from "./packaged-stack.ts";

/** What a function's role allows, against what the function does. */
export interface PermissionDifference {
  readonly function: string;
  readonly missing: readonly string[];
  readonly unneeded: readonly string[];
}

const written = ["logs:CreateLogStream", "logs:PutLogEvents"];
const traced = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"];
/** Data that the guardrail's own KMS key encrypts, in the services that hold it. */
const encrypted = ["kms:Decrypt", "kms:GenerateDataKey"];
const polled = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];

/** Every function whose role allows more or less than its bundle and its triggers need. */
export function permissionDifferences(
  stack: Stack,
  called: ReadonlyMap<string, readonly string[]>,
): readonly PermissionDifference[] {
  return Object.entries(stack)
    .filter(([, { Type }]) => Type === "AWS::Lambda::Function")
    .map(([id, resource]) => {
      const handler = handlerOf(resource);
      const needed = neededActions(stack, id, called.get(handler) ?? []);
      const allowed = allowedActions(stack, resource);
      return {
        function: handler,
        missing: needed.filter((action) => !allowed.includes(action)),
        unneeded: allowed.filter((action) => !needed.includes(action)),
      };
    })
    .filter(({ missing, unneeded }) => missing.length + unneeded.length > 0);
}

function handlerOf({ Properties }: Resource): string {
  return /([\w-]+)\.handler$/.exec(Properties.Handler)?.[1] ?? "";
}

function neededActions(stack: Stack, id: string, calls: readonly string[]): readonly string[] {
  const concerns = (type: string, property: string): readonly Resource[] =>
    Object.values(stack).filter(
      ({ Type, Properties }) =>
        Type === type && JSON.stringify(Properties[property] ?? null).includes(`"${id}"`),
    );
  const configured = concerns("AWS::Lambda::EventInvokeConfig", "FunctionName");
  const putsAside = configured.some(
    ({ Properties }) => Properties.DestinationConfig?.OnFailure !== undefined,
  );
  const polls = concerns("AWS::Lambda::EventSourceMapping", "FunctionName").length > 0;
  const usesData = calls.some((action) => /^(sns:Publish|dynamodb:|s3:)/.test(action));
  return [
    ...new Set([
      ...calls,
      ...written,
      ...traced,
      ...(putsAside ? ["sqs:SendMessage"] : []),
      ...(polls ? polled : []),
      ...(usesData ? encrypted : []),
    ]),
  ].sort();
}

/** The actions that the role of a function allows. */
export function allowedActions(stack: Stack, { Properties }: Resource): readonly string[] {
  const role = stack[Properties.Role["Fn::GetAtt"][0]];
  const actions = statementsOf(role).flatMap(({ Action }) => Action);
  return [...new Set(actions as readonly string[])].sort();
}

/** The statements of a role's policies. */
export function statementsOf(role: Resource | undefined): readonly Resource["Properties"][] {
  return (role?.Properties.Policies ?? []).flatMap(
    (policy: Resource["Properties"]) => policy.PolicyDocument.Statement,
  );
}
