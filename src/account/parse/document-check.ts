import { type Check, describe, isObject, orUnreadable } from "./check-json.ts";

/**
 * A place for a policy document. A document of the wrong type is one that AWS would have refused:
 * it counts as unreadable and the rest is decided, so it is worth a remark only.
 */
export const policyDocument: Check = orUnreadable((value, walk) => {
  if (typeof value !== "string" && !isObject(value)) {
    walk.remark(
      "W_DOCUMENT_TYPE",
      `expected a policy document, found ${describe(value)}: counts as unreadable`,
    );
  }
});
