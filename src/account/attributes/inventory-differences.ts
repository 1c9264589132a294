import { parseArn } from "../arn.ts";
import type { AuthorizationDetails, ManagedPolicyDetail } from "../snapshot.ts";
import type { AttributeChange } from "./attribute-value.ts";
import { identityAttributes } from "./identity-attributes.ts";
import { viewOfGroup, viewOfRole, viewOfUser } from "./identity-view.ts";
import { inForce } from "./managed-policy-attributes.ts";
import { type Attributes, compareAttributes } from "./resource-differences.ts";

/** What tells an IAM inventory as it is read from what is known of it: by the ARNs of what differs. */
export function inventoryDifferences(
  known: AuthorizationDetails,
  live: AuthorizationDetails,
): ReadonlyMap<string, readonly AttributeChange[]> {
  const before = attributesByArn(known);
  const after = attributesByArn(live);
  const differences = new Map<string, readonly AttributeChange[]>();
  for (const arn of new Set([...before.keys(), ...after.keys()])) {
    const changed = changesOf(arn, before.get(arn), after.get(arn));
    if (changed.length > 0) differences.set(arn, changed);
  }
  return differences;
}

function changesOf(
  arn: string,
  before: Attributes | undefined,
  after: Attributes | undefined,
): readonly AttributeChange[] {
  // The inventory lists AWS's own policies only where somebody has them, so they come and go with that.
  if (isOfAws(arn) && after === undefined) return [];
  if (isOfAws(arn) && before === undefined) {
    const text = "nobody had the policy when the inventory was read";
    return [
      {
        attribute: "policyDocument",
        before: { unknown: text },
        after: after?.get("policyDocument"),
      },
    ];
  }
  const none: Attributes = new Map();
  return compareAttributes(before ?? none, after ?? none);
}

function isOfAws(arn: string): boolean {
  return parseArn(arn)?.account === "aws";
}

function attributesByArn(details: AuthorizationDetails): ReadonlyMap<string, Attributes> {
  const { UserDetailList = [], GroupDetailList = [], RoleDetailList = [], Policies = [] } = details;
  const held = (attributes: Iterable<readonly [string, unknown]>): Attributes =>
    new Map([["exists", true], ...attributes]);
  return new Map([
    ...UserDetailList.map(
      (user) => [user.Arn, held(identityAttributes(viewOfUser(user)))] as const,
    ),
    ...GroupDetailList.map(
      (group) => [group.Arn, held(identityAttributes(viewOfGroup(group)))] as const,
    ),
    ...RoleDetailList.map(
      (role) => [role.Arn, held(identityAttributes(viewOfRole(role)))] as const,
    ),
    ...Policies.map((policy) => [policy.Arn, held(policyAttributes(policy))] as const),
  ]);
}

function policyAttributes(
  policy: ManagedPolicyDetail,
): readonly (readonly [attribute: string, value: unknown])[] {
  const { version, document } = inForce(policy);
  return [
    ["policyVersion", version],
    ["policyDocument", document],
  ];
}

/** An inventory with what is taken over from what was read, by ARN. */
export function repairInventory(
  known: AuthorizationDetails,
  live: AuthorizationDetails,
  isTaken: (arn: string) => boolean,
): AuthorizationDetails {
  return {
    UserDetailList: repaired(known.UserDetailList, live.UserDetailList, isTaken),
    GroupDetailList: repaired(known.GroupDetailList, live.GroupDetailList, isTaken),
    RoleDetailList: repaired(known.RoleDetailList, live.RoleDetailList, isTaken),
    Policies: repaired(known.Policies, live.Policies, isTaken),
  };
}

function repaired<T extends { readonly Arn: string }>(
  known: readonly T[] = [],
  live: readonly T[] = [],
  isTaken: (arn: string) => boolean,
): readonly T[] {
  const before = new Map(known.map((item) => [item.Arn, item]));
  const after = new Map(live.map((item) => [item.Arn, item]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap(
    (arn) => (isTaken(arn) ? after : before).get(arn) ?? [],
  );
}
