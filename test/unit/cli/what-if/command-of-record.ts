import { awsOperations } from "../../../../src/cli/aws-command/aws-operations.ts";
import type { Shape } from "../../../../src/cli/aws-command/shape.ts";
import { member } from "../../../../src/cloudtrail/json-object.ts";

/** The AWS CLI command that leaves a record behind; null: none that what-if can judge. */
export function commandOfRecord(record: unknown): readonly string[] | null {
  const api = member(record, "eventName");
  const service = String(member(record, "eventSource")).replace(".amazonaws.com", "");
  const operation = awsOperations.find((one) => one.api === api && one.service === service);
  const request = member(record, "requestParameters");
  if (operation === undefined) return null;
  const written =
    service === "ec2" ? (member(request, `${operation.api}Request`) ?? request) : request;
  const input =
    operation.api === "RetireGrant"
      ? retired(record)
      : Object.fromEntries(
          Object.entries(operation.input.members).flatMap(([name, shape]) => {
            const value = recorded(written, name);
            return value === undefined ? [] : [[name, asInput(value, shape)]];
          }),
        );
  const region = String(member(record, "awsRegion"));
  const place = service === "iam" ? [] : ["--region", region];
  return ["aws", service, operation.command, ...place, "--cli-input-json", JSON.stringify(input)];
}

function retired(record: unknown): Readonly<Record<string, unknown>> {
  const [key] = member(record, "resources") as { readonly ARN: string }[];
  return { KeyId: key?.ARN, GrantId: member(member(record, "additionalEventData"), "grantId") };
}

/** A member under any of its recorded names: lower camel case, and of EC2's lists the singular. */
function recorded(request: unknown, name: string): unknown {
  const names = [name, name.replace(/s$/, "")];
  return names
    .flatMap((one) => [one, `${one.charAt(0).toLowerCase()}${one.slice(1)}`])
    .map((one) => member(request, one))
    .find((value) => value !== undefined && value !== null);
}

function asInput(value: unknown, shape: Shape): unknown {
  switch (shape.kind) {
    case "list": {
      const items = Array.isArray(value) ? value : [value];
      return items.map((item) => asInput(member(item, "content") ?? item, shape.item));
    }
    case "structure":
      return Object.fromEntries(
        Object.entries(shape.members).flatMap(([name, one]) => {
          const found = recorded(value, name);
          return found === undefined ? [] : [[name, asInput(found, one)]];
        }),
      );
    default:
      return value;
  }
}
