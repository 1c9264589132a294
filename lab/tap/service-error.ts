import { randomUUID } from "node:crypto";
import type { Protocol } from "./call.ts";
import { asText, parseObject } from "./json.ts";
import type { Reply } from "./reply.ts";
import { childOf, encodeXml, parseXml } from "./xml.ts";

/** An error as a service reports it. */
export interface ServiceError {
  readonly code: string;
  readonly message: string;
  readonly status: number;
}

/** The error as the service's protocol writes it. */
export function renderError(protocol: Protocol, error: ServiceError): Reply {
  const { code, message, status } = error;
  const requestId = randomUUID();
  return {
    status,
    headers: {
      "content-type": protocol === "json" ? "application/x-amz-json-1.1" : "text/xml",
      "x-amzn-requestid": requestId,
      ...(protocol === "json" ? { "x-amzn-errortype": code } : {}),
    },
    body: Buffer.from(
      protocol === "json"
        ? JSON.stringify({ __type: code, message })
        : xmlError(protocol, error, requestId),
    ),
  };
}

function xmlError(protocol: Protocol, { code, message }: ServiceError, requestId: string): string {
  const parts = `<Code>${encodeXml(code)}</Code><Message>${encodeXml(message)}</Message>`;
  switch (protocol) {
    case "ec2":
      return `<Response><Errors><Error>${parts}</Error></Errors><RequestID>${requestId}</RequestID></Response>`;
    case "s3":
      return `<Error>${parts}<RequestId>${requestId}</RequestId></Error>`;
    default:
      return `<ErrorResponse><Error><Type>Sender</Type>${parts}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
  }
}

/** The error that a reply reports, or `undefined` for a reply without one. */
export function readError({ status, body }: Reply): ServiceError | undefined {
  if (status < 400) return undefined;
  const text = body.toString();
  const root = parseXml(text);
  const error = childOf(root, "Error") ?? childOf(root, "Errors", "Error");
  if (error !== undefined) {
    return {
      status,
      code: childOf(error, "Code")?.text ?? "InternalFailure",
      message: childOf(error, "Message")?.text ?? "",
    };
  }
  const { __type, message, Message } = parseObject(text);
  return {
    status,
    code: asText(__type)?.split("#").at(-1) ?? "InternalFailure",
    message: asText(message) ?? asText(Message) ?? "",
  };
}
