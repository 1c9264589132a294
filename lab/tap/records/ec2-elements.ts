import type { Call } from "../call.ts";
import type { JsonObject } from "../json.ts";
import { listElements, type QueryTree, queryTree } from "../query.ts";
import { parseXml } from "../xml.ts";
import type { RecordElements } from "./elements.ts";
import { typedText, xmlToJson } from "./xml-to-json.ts";

/**
 * What a record of a call on VPC endpoints says: the request and the response of the XML protocol as a
 * converter makes JSON of it, each in a wrapper.
 */
export function ec2Elements(call: Call, reply: string | undefined): RecordElements {
  const response = reply === undefined ? undefined : parseXml(reply);
  return {
    requestParameters: { [`${call.operation}Request`]: requestMembers(queryTree(call.query)) },
    responseElements:
      response === undefined ? null : { [`${call.operation}Response`]: xmlToJson(response) },
  };
}

function requestMembers(tree: QueryTree): JsonObject {
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => [name, requestValue(value)]),
  );
}

function requestValue(value: string | QueryTree): unknown {
  if (typeof value === "string") return typedText(value);
  const elements = listElements(value)?.map((element, index) => ({
    tag: index + 1,
    ...(typeof element === "string" ? { content: typedText(element) } : requestMembers(element)),
  }));
  if (elements === undefined) return requestMembers(value);
  return elements.length === 1 ? elements[0] : elements;
}
