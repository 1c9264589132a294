import type { Call } from "../call.ts";
import { parseObject } from "../json.ts";
import type { RecordElements } from "./elements.ts";
import { lowerCamelMembers } from "./lower-camel.ts";

/** What a record of Organizations says: lower camel case, and a response only where the call returns something. */
export function organizationsElements(call: Call, reply: string | undefined): RecordElements {
  const response = lowerCamelMembers(parseObject(reply ?? ""));
  return {
    requestParameters: lowerCamelMembers(call.json),
    responseElements: Object.keys(response).length === 0 ? null : response,
  };
}
