import {
  DescribeOrganizationCommand,
  type OrganizationsClient,
} from "@aws-sdk/client-organizations";
import {
  isUnreadable,
  type Organization,
  type PolicyLevels,
  type Unreadable,
} from "../../account/snapshot.ts";
import { orUnreadable } from "../read/or-unreadable.ts";
import { findOrganizationPlace, type OrganizationPlace } from "./organization-path.ts";
import { enabledPolicyTypes, readPolicyLevels } from "./organization-policies.ts";

const outsideOrganizations = "AWSOrganizationsNotInUseException";

/**
 * What Organizations tells of an account: every account may be allowed to see which organization it is
 * in, only the management account and delegated administrators where it stands and which policies
 * are attached. null: it is in none.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html
 */
export async function readOrganization(
  client: OrganizationsClient,
  account: string,
): Promise<Organization | Unreadable | null> {
  const described = await orUnreadable(client.send(new DescribeOrganizationCommand({})));
  if (isUnreadable(described)) {
    return described.unreadable === outsideOrganizations ? null : described;
  }
  const { Id = "", MasterAccountId } = described.Organization ?? {};
  const place = await orUnreadable(findOrganizationPlace(client, Id, account));
  const policies = await readPolicies(client, place);
  return {
    id: Id,
    ...(isUnreadable(place) ? {} : { path: place.path }),
    ...(MasterAccountId === undefined ? {} : { managementAccount: MasterAccountId }),
    ...policies,
  };
}

/** A type that is not enabled is left out: no policy of it counts. */
async function readPolicies(
  client: OrganizationsClient,
  place: OrganizationPlace | Unreadable,
): Promise<Pick<Organization, "serviceControlPolicies" | "resourceControlPolicies">> {
  if (isUnreadable(place)) {
    return { serviceControlPolicies: place, resourceControlPolicies: place };
  }
  const enabled = await orUnreadable(enabledPolicyTypes(client));
  const levelsOf = async (
    type: "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY",
  ): Promise<PolicyLevels | Unreadable | null> => {
    if (isUnreadable(enabled)) return enabled;
    return enabled.has(type) ? readPolicyLevels(client, type, place.targets) : null;
  };
  const serviceControlPolicies = await levelsOf("SERVICE_CONTROL_POLICY");
  const resourceControlPolicies = await levelsOf("RESOURCE_CONTROL_POLICY");
  return {
    ...(serviceControlPolicies === null ? {} : { serviceControlPolicies }),
    ...(resourceControlPolicies === null ? {} : { resourceControlPolicies }),
  };
}
