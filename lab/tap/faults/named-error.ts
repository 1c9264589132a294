import type { Call } from "../call.ts";
import type { ServiceError } from "../service-error.ts";

export type ErrorName = "throttling" | "access-denied" | "malformed-policy";

type Protocol = "ec2" | "iam" | "json";

const codes: Readonly<Record<ErrorName, Readonly<Record<Protocol, readonly [string, number]>>>> = {
  throttling: {
    ec2: ["RequestLimitExceeded", 503],
    iam: ["Throttling", 400],
    json: ["ThrottlingException", 400],
  },
  "access-denied": {
    ec2: ["UnauthorizedOperation", 403],
    iam: ["AccessDenied", 403],
    json: ["AccessDeniedException", 400],
  },
  "malformed-policy": {
    ec2: ["InvalidPolicyDocument", 400],
    iam: ["MalformedPolicyDocument", 400],
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
  const { service } = call;
  const protocol =
    service === "ec2" ? "ec2" : service === "iam" || service === "sts" ? "iam" : "json";
  const [code, status] = codes[name][protocol];
  return { code, message: messages[name](call), status };
}
