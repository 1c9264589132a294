import { isUnreadable } from "../../account/snapshot.ts";
import type { IamPrincipal } from "../../kms/directory/iam-principal.ts";
import { findPath, type World } from "../../kms/world/world.ts";

/** Policies of the snapshots' accounts that nobody could read, in words: any of them may mention anything. */
export function unreadPolicies(world: World): readonly string[] {
  return [
    ...[...world.ownAccounts].flatMap((account) => unreadOfAccount(world, account)),
    ...unreadOfPlaces(world),
    ...[...world.keys.values()]
      .filter(({ policy }) => isUnreadable(policy))
      .map(({ arn }) => `the key policy of \`${arn}\``),
    ...[...world.endpoints.keys()]
      .filter((via) => isUnreadable(findPath(world, via).policy))
      .map((via) => `the policy of \`${via}\``),
  ];
}

function unreadOfAccount({ accounts }: World, account: string): readonly string[] {
  const known = accounts.get(account);
  if (known === undefined) return [];
  const { directory, organization } = known;
  const controls = [organization.serviceControl, organization.resourceControl].flat(2);
  return [
    ...("unknown" in directory
      ? [`the IAM policies of the account \`${account}\` (${directory.unknown})`]
      : [...directory.byArn.values()]
          .filter(isUnread)
          .map(({ arn }) => `some IAM policies of \`${arn}\``)),
    ...controls
      .filter(({ compiled }) => isUnreadable(compiled))
      .map(({ policy }) => `the organization's policy \`${policy}\``),
  ];
}

function isUnread({ policies, boundary }: IamPrincipal): boolean {
  return [...policies, ...(boundary === null ? [] : [boundary])].some(({ compiled }) =>
    isUnreadable(compiled),
  );
}

function unreadOfPlaces({ snapshots }: World): readonly string[] {
  return snapshots.flatMap(({ account, region, keys, vpcEndpoints }) => [
    ...(isUnreadable(keys) ? [`the key policies of ${account} in ${region}`] : []),
    ...(vpcEndpoints === undefined || isUnreadable(vpcEndpoints)
      ? [`the VPC endpoint policies of ${account} in ${region}`]
      : []),
  ]);
}
