import {
  DescribePolicyCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  type OrganizationsClient,
  type PolicyType,
} from "@aws-sdk/client-organizations";
import type { OrganizationPolicy, PolicyLevels } from "../../account/snapshot.ts";
import { orUnreadable } from "../read/or-unreadable.ts";
import { readPages } from "../read/read-pages.ts";

/**
 * The policy types that count: one that is not enabled on the root has no effect, whatever is attached.
 * https://docs.aws.amazon.com/organizations/latest/userguide/enable-policy-type.html
 */
export async function enabledPolicyTypes(
  client: OrganizationsClient,
): Promise<ReadonlySet<string | undefined>> {
  const pages = await readPages(
    (NextToken) => client.send(new ListRootsCommand({ NextToken })),
    (page) => page.NextToken,
  );
  const types = pages
    .flatMap((page) => page.Roots ?? [])
    .flatMap(({ PolicyTypes }) => PolicyTypes ?? []);
  return new Set(types.filter(({ Status }) => Status === "ENABLED").map(({ Type }) => Type));
}

/**
 * The policies of one type that are attached on the way from the root to an account, one list a level.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListPoliciesForTarget.html
 */
export async function readPolicyLevels(
  client: OrganizationsClient,
  Filter: PolicyType,
  targets: readonly string[],
): Promise<PolicyLevels> {
  const documents = new Map<string, Promise<OrganizationPolicy["document"]>>();
  const documentOf = (PolicyId: string) => {
    const known = documents.get(PolicyId) ?? orUnreadable(readDocument(client, PolicyId));
    documents.set(PolicyId, known);
    return known;
  };
  const levels: PolicyLevels[number][] = [];
  for (const TargetId of targets) {
    const list = async () => {
      const attached = await listAttached(client, TargetId, Filter);
      const read = attached.map(async ({ Id, Name }) => ({
        name: Name ?? Id,
        document: await documentOf(Id),
      }));
      return Promise.all(read);
    };
    levels.push(await orUnreadable(list()));
  }
  return levels;
}

async function listAttached(client: OrganizationsClient, TargetId: string, Filter: PolicyType) {
  const pages = await readPages(
    (NextToken) => client.send(new ListPoliciesForTargetCommand({ TargetId, Filter, NextToken })),
    (page) => page.NextToken,
  );
  return pages
    .flatMap((page) => page.Policies ?? [])
    .flatMap(({ Id, Name }) => (Id === undefined ? [] : [{ Id, Name }]));
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribePolicy.html */
async function readDocument(
  client: OrganizationsClient,
  PolicyId: string,
): Promise<OrganizationPolicy["document"]> {
  const { Policy } = await client.send(new DescribePolicyCommand({ PolicyId }));
  return Policy?.Content ?? { unreadable: "DescribePolicy returned no content" };
}
