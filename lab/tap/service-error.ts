import { randomUUID } from "node:crypto";
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
export function renderError(service: string, { code, message, status }: ServiceError): Reply {
  const requestId = randomUUID();
  const parts = `<Code>${encodeXml(code)}</Code><Message>${encodeXml(message)}</Message>`;
  if (service === "ec2") {
    const errors = `<Errors><Error>${parts}</Error></Errors>`;
    return xmlReply(
      `<Response>${errors}<RequestID>${requestId}</RequestID></Response>`,
      status,
      requestId,
    );
  }
  if (service === "iam" || service === "sts" || service === "s3") {
    const fault = `<Error><Type>Sender</Type>${parts}</Error>`;
    return xmlReply(
      service === "s3"
        ? `<Error>${parts}<RequestId>${requestId}</RequestId></Error>`
        : `<ErrorResponse>${fault}<RequestId>${requestId}</RequestId></ErrorResponse>`,
      status,
      requestId,
    );
  }
  return {
    status,
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amzn-errortype": code,
      "x-amzn-requestid": requestId,
    },
    body: Buffer.from(JSON.stringify({ __type: code, message })),
  };
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

function xmlReply(text: string, status: number, requestId: string): Reply {
  return {
    status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: Buffer.from(text),
  };
}
