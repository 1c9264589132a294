import type { Change } from "../change.ts";
import { sameJson } from "../same-json.ts";
import type { Snapshot } from "../snapshot.ts";
import { aliasAttributeChanges } from "./alias-attributes.ts";
import { type AttributeChange, isUnknown } from "./attribute-value.ts";
import { endpointAttributeChanges } from "./endpoint-attributes.ts";
import { grantAttributeChanges } from "./grant-attributes.ts";
import { identityAttributeChanges } from "./identity-attributes.ts";
import { keyAttributeChanges } from "./key-attributes.ts";
import { managedPolicyAttributeChanges } from "./managed-policy-attributes.ts";

/**
 * What a change did to the attributes of its resource, with the value before and after. Only what
 * differs is told; where the account before did not know, the value after is what the event tells.
 * A change of several endpoints tells them one after the other.
 */
export function attributeChanges(
  before: Snapshot,
  after: Snapshot,
  change: Change,
): readonly AttributeChange[] {
  return candidates(before, after, change).filter(
    (attribute) => isUnknown(attribute.before) || !sameJson(attribute.before, attribute.after),
  );
}

function candidates(before: Snapshot, after: Snapshot, change: Change): readonly AttributeChange[] {
  switch (change.kind) {
    case "key-tags-set":
    case "key-tags-removed":
    case "key-policy-put":
    case "key-state-set":
    case "key-created":
    case "key-deleted":
    case "key-primary-region-set":
      return keyAttributeChanges(before, change);
    case "grant-created":
    case "grant-removed":
      return grantAttributeChanges(before, change);
    case "alias-set":
      return aliasAttributeChanges(before, change);
    case "endpoint-created":
    case "endpoint-modified":
    case "endpoints-deleted":
      return endpointAttributeChanges(before, after, change);
    case "iam-policy-created":
    case "iam-policy-deleted":
    case "iam-policy-version-created":
    case "iam-policy-version-deleted":
    case "iam-policy-default-version-set":
      return managedPolicyAttributeChanges(before, after, change);
    case "none":
      return [];
    default:
      return identityAttributeChanges(before, change);
  }
}
