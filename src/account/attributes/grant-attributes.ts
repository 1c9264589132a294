import type { GrantChange } from "../change.ts";
import { type Grant, isUnreadable, type Snapshot } from "../snapshot.ts";
import {
  type AttributeChange,
  isUnknown,
  memberValue,
  type UnknownValue,
} from "./attribute-value.ts";
import { heldKey, leftOut } from "./held-key.ts";

/** The grant that came or went, as ListGrants tells it. */
export function grantAttributeChanges(
  before: Snapshot,
  change: GrantChange,
): readonly AttributeChange[] {
  if (change.kind === "grant-removed") {
    const { keyArn, grantId } = change;
    const old = keyArn === null ? anyGrant(before, grantId) : grantOf(before, keyArn, grantId);
    return [{ attribute: `grant:${grantId}`, before: old, after: null }];
  }
  const { keyArn, grant } = change;
  const old = grantOf(before, keyArn, grant.GrantId);
  const isThere = old !== null && !isUnknown(old);
  return [{ attribute: `grant:${grant.GrantId}`, before: old, after: isThere ? old : told(grant) }];
}

/** A grant of which the event does not tell for whom it is, tells nothing. */
function told(grant: Grant): Grant | UnknownValue {
  const isTold =
    grant.GranteePrincipal !== undefined || grant.GranteeServicePrincipal !== undefined;
  return isTold ? grant : { unknown: "the event does not tell the grantee" };
}

function grantOf(snapshot: Snapshot, keyArn: string, grantId: string): unknown {
  const key = heldKey(snapshot, keyArn);
  if (isUnknown(key)) return key;
  return memberValue(key.grants ?? leftOut("grants"), hasId(grantId), (grant) => grant);
}

/** The grant of whichever key has it; unknown when a key whose grants nobody knows may have it. */
function anyGrant(snapshot: Snapshot, grantId: string): unknown {
  if (isUnreadable(snapshot.keys)) return { unknown: snapshot.keys.unreadable };
  let result: unknown = null;
  for (const key of snapshot.keys) {
    const value = memberValue(key.grants ?? leftOut("grants"), hasId(grantId), (grant) => grant);
    if (value !== null && !isUnknown(value)) return value;
    result ??= value;
  }
  return result;
}

function hasId(grantId: string): (grant: Grant) => boolean {
  return (grant) => grant.GrantId === grantId;
}
