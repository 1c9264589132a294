import {
  isUnreadable,
  type Organization,
  type PolicyLevels,
  type Unreadable,
} from "../../account/snapshot.ts";
import { ABSENT, type Fact, known, UNKNOWN } from "../../policy/fact.ts";
import type { PolicyType } from "../../policy/statement-elements.ts";
import type { Compiler } from "../compiler.ts";
import type { Layer } from "../decision.ts";
import type { LayerPolicy } from "../layer-policy.ts";
import { unreadableFact } from "../unreadable-fact.ts";

/** What is known of an account's place in an organization. */
export interface AccountOrganization {
  /** aws:PrincipalOrgID and aws:ResourceOrgID of the account's principals and resources. */
  readonly id: Fact;
  /** aws:PrincipalOrgPaths and aws:ResourceOrgPaths. */
  readonly paths: Fact;
  /** The organization's id as told; null: none or unknown. */
  readonly organizationId: string | null;
  /** Service control policies by level; every level must allow. */
  readonly serviceControl: readonly (readonly LayerPolicy[])[];
  readonly resourceControl: readonly (readonly LayerPolicy[])[];
}

/** An account that is in no organization. */
const NO_ORGANIZATION: AccountOrganization = {
  id: ABSENT,
  paths: ABSENT,
  organizationId: null,
  serviceControl: [],
  resourceControl: [],
};
/** An account whose membership nobody told: no policies of an organization are known to bind it. */
export const UNTOLD_ORGANIZATION: AccountOrganization = {
  ...NO_ORGANIZATION,
  id: UNKNOWN,
  paths: UNKNOWN,
};

/**
 * Compiles an account's organization block. The management account's principals are not bound by
 * SCPs, nor its resources by RCPs.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
export function compileOrganization(
  organization: Organization | Unreadable | undefined,
  account: string,
  compiler: Compiler,
): AccountOrganization {
  if (organization === undefined) return NO_ORGANIZATION;
  return compiler.once(organization, `organization ${account}`, () => {
    if (isUnreadable(organization)) return unreadableOrganization(organization);
    const managing = organization.managementAccount === account;
    const levels = (policies: Organization["serviceControlPolicies"], layer: OrganizationLayer) =>
      managing ? [] : compileLevels(policies, layer, compiler);
    return {
      id: organization.id === undefined ? UNKNOWN : known(organization.id),
      paths: organization.path === undefined ? UNKNOWN : known(organization.path),
      organizationId: organization.id ?? null,
      serviceControl: levels(organization.serviceControlPolicies, "service-control-policy"),
      resourceControl: levels(organization.resourceControlPolicies, "resource-control-policy"),
    };
  });
}

type OrganizationLayer = Extract<
  Layer & PolicyType,
  "service-control-policy" | "resource-control-policy"
>;

function compileLevels(
  levels: PolicyLevels | Unreadable | undefined,
  layer: OrganizationLayer,
  compiler: Compiler,
): readonly (readonly LayerPolicy[])[] {
  if (levels === undefined) return [];
  if (isUnreadable(levels)) return [[{ layer, policy: layer, compiled: levels }]];
  return levels.map((level) =>
    isUnreadable(level)
      ? [{ layer, policy: layer, compiled: level }]
      : level.map(({ name, document }) => ({
          layer,
          policy: name,
          compiled: compiler.policy(document, layer),
        })),
  );
}

function unreadableOrganization(organization: Unreadable): AccountOrganization {
  const fact = unreadableFact("organizationUnreadable", "the organization", organization);
  const level = (layer: OrganizationLayer) => [[{ layer, policy: layer, compiled: organization }]];
  return {
    id: fact,
    paths: fact,
    organizationId: null,
    serviceControl: level("service-control-policy"),
    resourceControl: level("resource-control-policy"),
  };
}
