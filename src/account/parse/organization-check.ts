import { anyText, type Check, list, object, orUnreadable } from "./check-json.ts";
import { policyDocument } from "./document-check.ts";

const policyLevels = orUnreadable(
  list(orUnreadable(list(object({ name: anyText, document: policyDocument }, {})))),
);

/** What a snapshot tells of the account's organization. */
export const organization: Check = orUnreadable(
  object(
    {},
    {
      id: anyText,
      path: anyText,
      managementAccount: anyText,
      serviceControlPolicies: policyLevels,
      resourceControlPolicies: policyLevels,
    },
  ),
);
