import type { IncomingHttpHeaders } from "node:http";
import { type JsonObject, parseObject } from "./json.ts";
import { parseQuery, type QueryEntry } from "./query.ts";

/** What a client asks of AWS, read from one HTTP request. */
export interface Call {
  /** The service it is signed for, as in `kms`; empty for a request that is not signed. */
  readonly service: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
  /** As in `TagResource`; empty where the protocol says it by method and path. */
  readonly operation: string;
  /** The members of a JSON request. */
  readonly json: JsonObject;
  /** The parameters of a query request, in their order. */
  readonly query: readonly QueryEntry[];
  readonly userAgent: string;
  readonly sourceAddress: string;
  /** Whether the caller wants no record: what it makes was always there. */
  readonly isUnrecorded: boolean;
}

/** Set to anything, it makes a call leave no record. */
export const unrecordedHeader = "x-lab-unrecorded";

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly sourceAddress: string;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
const credential =
  /Credential(?:=|%3D)([^/%&]+)(?:\/|%2F)\d+(?:\/|%2F)([^/%&]+)(?:\/|%2F)([^/%&]+)/i;

export function readCall({ path, headers, body, sourceAddress }: HttpRequest): Call {
  const [, accessKeyId = "", region = "", service = ""] =
    credential.exec(headers.authorization ?? path) ?? [];
  const target = firstOf(headers["x-amz-target"]);
  const isQuery = (headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  const query = isQuery ? parseQuery(body.toString()) : [];
  return {
    service,
    region,
    accessKeyId,
    sessionToken: firstOf(headers["x-amz-security-token"]),
    operation: target?.split(".").at(-1) ?? query.find(({ key }) => key === "Action")?.value ?? "",
    json: target === undefined ? {} : parseObject(body.toString()),
    query,
    userAgent: headers["user-agent"] ?? "",
    sourceAddress,
    isUnrecorded: unrecordedHeader in headers,
  };
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** How a service writes its replies. */
export type Protocol = "ec2" | "json" | "query" | "s3";

export function protocolOf({ service, query }: Pick<Call, "service" | "query">): Protocol {
  if (service === "ec2" || service === "s3") return service;
  return query.length > 0 ? "query" : "json";
}
