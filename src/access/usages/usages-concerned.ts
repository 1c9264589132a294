import { parseArn } from "../../account/arn.ts";
import { isUnreadable, type Snapshot } from "../../account/snapshot.ts";
import { listed } from "./usages-listed.ts";
import type { UsageStatement } from "./usages-statements.ts";

/**
 * Tells the principals whose decisions statements can decide: when all of them are identity policies
 * and boundaries, of the users and roles only those that have them. Sessions and everybody else
 * may always be concerned.
 */
export function concernedBy(
  statements: readonly UsageStatement[],
  snapshots: readonly Snapshot[],
): (principal: string) => boolean {
  const deciding = statements.filter(({ concernsKms }) => concernsKms);
  if (deciding.length === 0) return () => false;
  const areOfHolders = deciding.every(
    ({ layer }) => layer === "identity-policy" || layer === "permissions-boundary",
  );
  if (!areOfHolders) return () => true;
  const holders = new Set(deciding.flatMap(({ attachedTo }) => attachedTo));
  for (const member of membersOf(holders, snapshots)) holders.add(member);
  return (principal) => holders.has(principal) || !isUserOrRole(principal);
}

function isUserOrRole(principal: string): boolean {
  const arn = parseArn(principal);
  return arn?.service === "iam" && /^(?:user|role)\//.test(arn.resource);
}

/** The users in the groups among the holders. */
function membersOf(
  holders: ReadonlySet<string>,
  snapshots: readonly Snapshot[],
): readonly string[] {
  const inventories = snapshots.flatMap(({ authorizationDetails, otherAccounts = [] }) => [
    authorizationDetails,
    ...otherAccounts.map((other) => other.authorizationDetails),
  ]);
  return inventories.flatMap((inventory) => {
    if (inventory === undefined || isUnreadable(inventory)) return [];
    const groups = new Set(
      (inventory.GroupDetailList ?? [])
        .filter(({ Arn }) => holders.has(Arn))
        .map(({ GroupName }) => GroupName),
    );
    return (inventory.UserDetailList ?? [])
      .filter(({ GroupList }) => listed(GroupList).some((name) => groups.has(name)))
      .map(({ Arn }) => Arn);
  });
}
