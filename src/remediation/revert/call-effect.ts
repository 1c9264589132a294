import type { Change } from "../../account/change.ts";
import { sameJson } from "../../account/same-json.ts";
import { isUnreadable } from "../../account/snapshot.ts";
import type { RemediationCall } from "../../guardrail/finding/finding.ts";
import { changesOfCall } from "../check/changes-of-call.ts";
import type { Place } from "../check/plan-steps.ts";
import { normalizedDocument } from "./normalized-document.ts";
import { touchedValues } from "./touched-values.ts";

/** Whether an event did to the account what a call of the guardrail does, and nothing else. */
export function hasEffectOf(call: RemediationCall, changes: readonly Change[]): boolean {
  const [change, ...others] = changes;
  const own = changesOfCall(call);
  if (change === undefined || others.length > 0 || own === null) return false;
  return sameJson(effectOf(own), effectOf(change));
}

/** What a change makes of its resource, without what only AWS can tell: a new grant's id, dates. */
function effectOf(change: Change): unknown {
  switch (change.kind) {
    case "grant-created": {
      const { GranteePrincipal, GranteeServicePrincipal, Operations, Constraints } = change.grant;
      const operations = Operations?.toSorted() ?? null;
      const grantee = GranteePrincipal ?? GranteeServicePrincipal ?? null;
      return [change.kind, change.keyArn, grantee, operations, Constraints ?? null];
    }
    // A record tells the key only where the call named it.
    case "grant-removed":
      return [change.kind, change.grantId];
    case "key-policy-put":
      return [change.kind, change.keyArn, normalizedDocument(change.policy)];
    case "key-tags-set":
      return isUnreadable(change.tags)
        ? null
        : [
            change.kind,
            change.keyArn,
            change.tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]),
          ];
    // From which states KMS lets the call through says nothing of what it makes.
    case "key-state-set":
      return [change.kind, change.keyArn, change.keyState];
    case "endpoint-modified": {
      const { policyDocument, ...rest } = change;
      const lists = Object.entries(rest).filter(([, value]) => !isEmpty(value));
      const policy = policyDocument === undefined ? null : normalizedDocument(policyDocument);
      return [change.kind, Object.fromEntries(lists), policy];
    }
    default:
      return change;
  }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

/** The attributes that changes touch, each with its resource: two changes that share one touch the same. */
export function touchedNames(changes: readonly Change[], place: Place): readonly string[] {
  return changes.flatMap((change) =>
    (touchedValues([], change, place) ?? []).map(
      ([attribute]) => `${attribute} of ${resourceOf(change)}`,
    ),
  );
}

/** An alias is one of its Region, whichever key it stands for; a grant's id is unique too. */
function resourceOf(change: Change): string {
  if (change.kind === "alias-set" || change.kind.startsWith("grant-")) return "the Region";
  if ("vpcEndpointId" in change) return change.vpcEndpointId;
  if (change.kind === "endpoint-created") return change.endpoint.VpcEndpointId;
  return "keyArn" in change ? (change.keyArn ?? "a key") : "the account";
}
