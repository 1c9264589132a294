import type { ServiceError } from "../service-error.ts";

interface ErrorElements {
  readonly errorCode: string;
  readonly errorMessage: string;
}

/** Codes that a record spells otherwise than the API. */
const iamCodes: Readonly<Record<string, string>> = {
  EntityAlreadyExists: "EntityAlreadyExistsException",
  MalformedPolicyDocument: "MalformedPolicyDocumentException",
  NoSuchEntity: "NoSuchEntityException",
};

/** The error of a failed call as CloudTrail writes it: EC2's has a prefix, a refused one of KMS no suffix. */
export function errorElements(service: string, error: ServiceError): ErrorElements {
  const { code, message, status } = error;
  return { errorCode: recordedCode(service, code, status), errorMessage: message };
}

function recordedCode(service: string, code: string, status: number): string {
  if (service === "ec2") return `${status < 500 ? "Client" : "Server"}.${code}`;
  if (service === "iam") return iamCodes[code] ?? code;
  return code === "AccessDeniedException" ? "AccessDenied" : code;
}

/** Whether the service refused the call before it read what it asks for. */
export function isRefusal({ code }: ServiceError): boolean {
  return code === "AccessDeniedException" || code === "AccessDenied";
}
