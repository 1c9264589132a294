import { firstTold } from "../../account/first-told.ts";
import {
  type AuthorizationDetails,
  isDeleted,
  isUnreadable,
  type Organization,
  type Snapshot,
  type Unreadable,
} from "../../account/snapshot.ts";
import { identityPolicies } from "./usages-identity-policies.ts";
import { listed } from "./usages-listed.ts";
import type { UsedPolicy } from "./used-policy.ts";

/**
 * Every policy of the snapshots that can decide about a key. IAM and the organization are of the whole
 * account, which the first snapshot that tells them tells for all, or another account's snapshot.
 */
export function policiesOf(snapshots: readonly Snapshot[]): readonly UsedPolicy[] {
  const parts: readonly AccountParts[] = [
    ...snapshots,
    ...snapshots.flatMap(({ otherAccounts = [] }) => otherAccounts),
  ];
  const accounts = new Set(parts.map(({ account }) => account));
  return [
    ...snapshots.flatMap((snapshot) => [...keyPolicies(snapshot), ...endpointPolicies(snapshot)]),
    ...[...accounts].flatMap((account) => {
      const own = parts.filter((part) => part.account === account);
      const authorizationDetails = firstTold(own.map((part) => part.authorizationDetails));
      const organization = firstTold(own.map((part) => part.organization));
      return accountPolicies({
        account,
        ...(authorizationDetails === undefined ? {} : { authorizationDetails }),
        ...(organization === undefined ? {} : { organization }),
      });
    }),
  ];
}

function keyPolicies({ account, keys }: Snapshot): readonly UsedPolicy[] {
  return listed(keys).flatMap(({ metadata, policy }) =>
    policy === undefined
      ? []
      : [
          {
            layer: "key-policy",
            policy: "default",
            account,
            document: policy,
            attachedTo: [metadata.Arn],
          },
        ],
  );
}

function endpointPolicies({ account, vpcEndpoints }: Snapshot): readonly UsedPolicy[] {
  return listed(vpcEndpoints).flatMap((endpoint) => {
    const { VpcEndpointId: id, PolicyDocument: document } = endpoint;
    if (document === undefined || isDeleted(endpoint)) return [];
    return [{ layer: "vpc-endpoint-policy", policy: id, account, document, attachedTo: [id] }];
  });
}

interface AccountParts {
  readonly account: string;
  readonly authorizationDetails?: AuthorizationDetails | Unreadable;
  readonly organization?: Organization | Unreadable;
}

function accountPolicies(parts: AccountParts): readonly UsedPolicy[] {
  const { account, authorizationDetails: all } = parts;
  const identity = all === undefined || isUnreadable(all) ? [] : identityPolicies(account, all);
  return [...organizationPolicies(parts), ...identity];
}

/** An organization's policies do not bind its management account. */
function organizationPolicies({ account, organization }: AccountParts): readonly UsedPolicy[] {
  if (organization === undefined || isUnreadable(organization)) return [];
  if (organization.managementAccount === account) return [];
  const { serviceControlPolicies, resourceControlPolicies } = organization;
  return [
    ...levelPolicies("service-control-policy", serviceControlPolicies, account),
    ...levelPolicies("resource-control-policy", resourceControlPolicies, account),
  ];
}

function levelPolicies(
  layer: "service-control-policy" | "resource-control-policy",
  levels: Organization["serviceControlPolicies"],
  account: string,
): readonly UsedPolicy[] {
  return listed(levels)
    .flatMap((level) => listed(level))
    .map(({ name, document }) => ({
      layer,
      policy: name,
      account,
      document,
      attachedTo: [account],
    }));
}
