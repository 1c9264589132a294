import type { GrantChange } from "../change.ts";
import type { Grant, Snapshot } from "../snapshot.ts";
import { withKeys } from "../snapshot-keys.ts";
import { filterShared, withMember } from "../structural-sharing.ts";
import { editKnown } from "./edit-list.ts";

/**
 * The account after a grant came or went. CreateGrant with a name may answer with a grant that is
 * there already (https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html).
 */
export function applyGrantChange(snapshot: Snapshot, change: GrantChange): Snapshot {
  const edit = (grants: readonly Grant[]) => editGrants(grants, change);
  // A retired grant may be told without its key; its id is unique.
  return withKeys(snapshot, (key) =>
    change.keyArn === null || change.keyArn === key.metadata.Arn
      ? withMember(key, "grants", editKnown(key.grants, edit))
      : key,
  );
}

function editGrants(grants: readonly Grant[], change: GrantChange): readonly Grant[] {
  if (change.kind === "grant-removed") {
    return filterShared(grants, (grant) => grant.GrantId !== change.grantId);
  }
  const isThere = grants.some((grant) => grant.GrantId === change.grant.GrantId);
  return isThere ? grants : [...grants, change.grant];
}
