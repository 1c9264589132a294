import type { Call } from "../call.ts";
import { asText, type JsonObject } from "../json.ts";

const lists: Readonly<Record<string, string>> = {
  ListAliases: "Aliases",
  ListGrants: "Grants",
  ListKeys: "Keys",
  ListResourceTags: "Tags",
};

/** Cuts a list into pages as Limit and Marker ask, which moto does not. */
export function pageKmsList(
  { operation, json }: Pick<Call, "operation" | "json">,
  answer: JsonObject,
): JsonObject {
  const name = lists[operation];
  if (name === undefined) return answer;
  const elements = answer[name];
  const limit = json["Limit"];
  const start = Number(asText(json["Marker"]) ?? 0);
  if (!Array.isArray(elements)) return answer;
  const end = typeof limit === "number" ? start + limit : elements.length;
  const isLast = end >= elements.length;
  const { NextMarker: _, ...rest } = answer;
  return {
    ...rest,
    [name]: elements.slice(start, end),
    Truncated: !isLast,
    ...(isLast ? {} : { NextMarker: String(end) }),
  };
}
