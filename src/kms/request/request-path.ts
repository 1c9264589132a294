import {
  isDeleted,
  isUnreadable,
  type Unreadable,
  type VpcEndpoint,
} from "../../account/snapshot.ts";
import type { CompiledPolicy } from "../../policy/compile-policy.ts";
import { ABSENT, type Fact, known, UNKNOWN } from "../../policy/fact.ts";
import type { Compiler } from "../compiler.ts";
import type { AccountOrganization } from "../directory/account-organization.ts";

/** The way a request takes to KMS. */
export interface RequestPath {
  /** null: outside any VPC endpoint. */
  readonly via: string | null;
  /** The endpoint's policy; null outside any endpoint. */
  readonly policy: CompiledPolicy | Unreadable | null;
  /** false: a VPC endpoint of another service, which no KMS request passes. */
  readonly leadsToKms: boolean;
  /** What the path tells of a context key (in lower case); null: nothing. */
  readonly fact: (contextKey: string) => Fact | null;
}

/** Context keys that only requests through a VPC endpoint carry. */
const ONLY_THROUGH_ENDPOINT = new Set([
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourcevpcarn",
  "aws:vpceaccount",
  "aws:vpceorgid",
  "aws:vpceorgpaths",
  "aws:vpcsourceip",
]);

/**
 * A request that passes no VPC endpoint.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcevpce
 */
export const OUTSIDE_ENDPOINTS: RequestPath = {
  via: null,
  policy: null,
  leadsToKms: true,
  fact: (contextKey) => (ONLY_THROUGH_ENDPOINT.has(contextKey) ? ABSENT : null),
};

/** Whether the service name is KMS's (or its FIPS endpoint's): its last label tells. */
export function isKmsService(serviceName: string): boolean {
  const last = serviceName.slice(serviceName.lastIndexOf(".") + 1);
  return last === "kms" || last === "kms-fips";
}

/** Where a VPC endpoint is. */
export interface EndpointPlace {
  readonly region: string;
  readonly partition: string;
}

/** A request through an endpoint that a snapshot holds; `organization`: its owner's. */
export function endpointPath(
  endpoint: VpcEndpoint,
  place: EndpointPlace | null,
  organization: AccountOrganization,
  compiler: Compiler,
): RequestPath {
  return compiler.once(endpoint, `path ${compiler.idOf(organization)}`, () => ({
    via: endpoint.VpcEndpointId,
    policy:
      endpoint.PolicyDocument === undefined
        ? { unreadable: "the snapshot has no policy for this endpoint" }
        : // Stryker disable next-line StringLiteral: no rule is for endpoint policies alone
          compiler.policy(endpoint.PolicyDocument, "vpc-endpoint-policy"),
    leadsToKms:
      !isDeleted(endpoint) &&
      (endpoint.ServiceName === undefined || isKmsService(endpoint.ServiceName)),
    fact: throughEndpoint({
      "aws:sourcevpce": known(endpoint.VpcEndpointId),
      ...(endpoint.VpcId === undefined ? {} : { "aws:sourcevpc": known(endpoint.VpcId) }),
      ...(endpoint.OwnerId === undefined
        ? {}
        : { "aws:vpceaccount": known(String(endpoint.OwnerId)) }),
      ...(place === null ? {} : vpcArn(endpoint, place)),
      "aws:vpceorgid": organization.id,
      "aws:vpceorgpaths": organization.paths,
    }),
  }));
}

/**
 * Endpoints stand in VPCs of their owner only: those whom a VPC is shared with can make none there.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcevpcarn
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html
 */
function vpcArn(
  { VpcId, OwnerId }: VpcEndpoint,
  { region, partition }: EndpointPlace,
): Readonly<Record<string, Fact>> {
  if (VpcId === undefined || OwnerId === undefined) return {};
  return { "aws:sourcevpcarn": known(`arn:${partition}:ec2:${region}:${OwnerId}:vpc/${VpcId}`) };
}

/** A request through an endpoint, or from a VPC, that the account does not have: its policy is unknown. */
export function foreignPath(id: string): RequestPath {
  return {
    via: id,
    policy: { unreadable: "the account has no such endpoint" },
    leadsToKms: true,
    fact: throughEndpoint(
      id.startsWith("vpce-") ? { "aws:sourcevpce": known(id) } : { "aws:sourcevpc": known(id) },
    ),
  };
}

function throughEndpoint(told: Readonly<Record<string, Fact>>): RequestPath["fact"] {
  return (contextKey) => {
    const fact = told[contextKey];
    if (fact !== undefined) return fact;
    // An interface endpoint's requests have no public source address.
    if (contextKey === "aws:sourceip") return ABSENT;
    return ONLY_THROUGH_ENDPOINT.has(contextKey) ? UNKNOWN : null;
  };
}

/** Whether a path's endpoint policy could not be read. */
export function hasUnreadablePolicy(path: RequestPath): boolean {
  return isUnreadable(path.policy);
}

/** A path that leads nowhere: an endpoint before it is created or after it is deleted. */
export const NO_PATH: RequestPath = {
  via: null,
  policy: null,
  leadsToKms: false,
  fact: () => null,
};
