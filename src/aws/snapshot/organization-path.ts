import { ListParentsCommand, type OrganizationsClient } from "@aws-sdk/client-organizations";

/** Where an account stands in its organization: the root first, the account last. */
export interface OrganizationPlace {
  /** The ids of the root, of each organizational unit, and of the account. */
  readonly targets: readonly string[];
  /** As `aws:PrincipalOrgPaths` has it. */
  readonly path: string;
}

/**
 * Climbs from an account to the root. Each child has one parent; the root has none.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html
 */
export async function findOrganizationPlace(
  client: OrganizationsClient,
  organizationId: string,
  account: string,
): Promise<OrganizationPlace> {
  const parents: string[] = [];
  for (let child = account; ; ) {
    const { Parents = [] } = await client.send(new ListParentsCommand({ ChildId: child }));
    const { Id, Type } = Parents[0] ?? {};
    if (Id === undefined || parents.includes(Id)) break;
    parents.unshift(Id);
    if (Type === "ROOT") break;
    child = Id;
  }
  return {
    targets: [...parents, account],
    path: [organizationId, ...parents].map((id) => `${id}/`).join(""),
  };
}
