import { type Call, protocolOf } from "../call.ts";
import type { ServiceError } from "../service-error.ts";

export type ErrorName = "throttling" | "access-denied" | "malformed-policy";

type ErrorProtocol = "ec2" | "json" | "query";

const codes: Readonly<
  Record<ErrorName, Readonly<Record<ErrorProtocol, readonly [string, number]>>>
> = {
  throttling: {
    ec2: ["RequestLimitExceeded", 503],
    query: ["Throttling", 400],
    json: ["ThrottlingException", 400],
  },
  "access-denied": {
    ec2: ["UnauthorizedOperation", 403],
    query: ["AccessDenied", 403],
    json: ["AccessDeniedException", 400],
  },
  "malformed-policy": {
    ec2: ["InvalidPolicyDocument", 400],
    query: ["MalformedPolicyDocument", 400],
    json: ["MalformedPolicyDocumentException", 400],
  },
};

const messages: Readonly<Record<ErrorName, (call: Call) => string>> = {
  throttling: () => "Rate exceeded",
  "access-denied": ({ service, operation }) =>
    `User is not authorized to perform: ${service}:${operation}`,
  "malformed-policy": () => "Policy contains a statement with one or more invalid principals.",
};

/** An error as the called service names it. */
export function namedError(name: ErrorName, call: Call): ServiceError {
  const protocol = protocolOf(call);
  const [code, status] = codes[name][protocol === "s3" ? "query" : protocol];
  return { code, message: messages[name](call), status };
}
