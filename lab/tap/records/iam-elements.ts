import type { Call } from "../call.ts";
import type { JsonObject } from "../json.ts";
import { listElements, type QueryTree, queryTree } from "../query.ts";
import { parseXml, type XmlElement } from "../xml.ts";
import type { RecordElements } from "./elements.ts";
import { localeDate } from "./locale-date.ts";
import { lowerCamel } from "./lower-camel.ts";

const booleans: ReadonlySet<string> = new Set(["SetAsDefault", "IsAttachable", "IsDefaultVersion"]);
const numbers: ReadonlySet<string> = new Set([
  "MaxSessionDuration",
  "AttachmentCount",
  "PermissionsBoundaryUsageCount",
]);
const dates: ReadonlySet<string> = new Set(["CreateDate", "UpdateDate"]);
const secrets: ReadonlySet<string> = new Set(["SecretAccessKey", "Password"]);

/**
 * What a record of IAM says: lower camel case, documents as the caller wrote them, and a response only
 * where the call returns something.
 */
export function iamElements(call: Call, reply: string | undefined): RecordElements {
  return {
    requestParameters: requestMembers(queryTree(call.query)),
    responseElements: reply === undefined ? null : responseElements(call.operation, reply),
  };
}

function requestMembers(tree: QueryTree): JsonObject {
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([name]) => !secrets.has(name))
      .map(([name, value]) => [lowerCamel(name), requestValue(name, value)]),
  );
}

function requestValue(name: string, value: string | QueryTree): unknown {
  if (typeof value === "string") return typedValue(name, value);
  const { member } = value;
  const elements = typeof member === "object" ? listElements(member) : undefined;
  return elements === undefined
    ? requestMembers(value)
    : elements.map((element) => requestValue("", element));
}

function responseElements(operation: string, reply: string): JsonObject | null {
  const result = parseXml(reply)?.children.find(({ name }) => name === `${operation}Result`);
  if (result === undefined || result.children.length === 0) return null;
  return responseMembers(result);
}

/** Records leave out lists and structures that are empty. */
function responseMembers({ children }: XmlElement): JsonObject {
  return Object.fromEntries(
    children
      .filter(({ name }) => !secrets.has(name))
      .filter((child) => child.children.length > 0 || child.text.trim() !== "")
      .map((child) => [lowerCamel(child.name), responseValue(child)]),
  );
}

function responseValue(element: XmlElement): unknown {
  const { name, children, text } = element;
  if (children.length === 0) return typedValue(name, text);
  return children.every((child) => child.name === "member")
    ? children.map(responseValue)
    : responseMembers(element);
}

function typedValue(name: string, text: string): unknown {
  if (booleans.has(name)) return text === "true";
  if (numbers.has(name)) return Number(text);
  return dates.has(name) ? localeDate(new Date(text)) : text;
}
