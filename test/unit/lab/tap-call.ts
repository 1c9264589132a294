import type { Call } from "../../../lab/tap/call.ts";
import { asObject, type JsonObject } from "../../../lab/tap/json.ts";
import { parseQuery } from "../../../lab/tap/query.ts";

/** A call as the tap reads it. */
export function tapCall(members: Partial<Call> & Pick<Call, "service" | "operation">): Call {
  return {
    region: "us-west-2",
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    sessionToken: undefined,
    json: {},
    query: [],
    userAgent: "aws-cli/2",
    sourceAddress: "127.0.0.1",
    isUnrecorded: false,
    ...members,
  };
}

/** A call in a query protocol, from its parameters. */
export function queryCall(service: string, parameters: Readonly<Record<string, string>>): Call {
  const query = parseQuery(new URLSearchParams(parameters).toString());
  return tapCall({ service, operation: parameters["Action"] ?? "", query });
}

/** The members of a record as the API spells them. */
export function upperCamel(value: unknown, isMap = false): unknown {
  if (Array.isArray(value)) return value.map((element) => upperCamel(element));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(asObject(value)).map(([name, member]) => [
      isMap ? name : name.charAt(0).toUpperCase() + name.slice(1),
      upperCamel(member, /^encryptionContext/.test(name)),
    ]),
  );
}

export function sampleRecord(read: (path: string) => string, name: string): JsonObject {
  const sample = asObject(JSON.parse(read(`events/${name}.json`)));
  return asObject(sample["detail"] ?? sample);
}
