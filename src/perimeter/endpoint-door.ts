import { readDocument } from "../account/policy-document.ts";
import { isDeleted, isUnreadable, type Snapshot, type VpcEndpoint } from "../account/snapshot.ts";
import { parsePolicyDocument } from "../policy/policy-document.ts";
import type { StatementElements } from "../policy/statement-elements.ts";

/** What stands between requests and a service at a VPC endpoint. */
export type EndpointDoor =
  /** There is no such endpoint: nobody passes. */
  | { readonly kind: "none" }
  /** The endpoint's policy. */
  | {
      readonly kind: "policy";
      readonly json: unknown;
      readonly statements: readonly StatementElements[];
    }
  /** The service supports no endpoint policy: everything passes, and no policy can change that. */
  | { readonly kind: "unsupported"; readonly serviceOwner: string }
  /** Requests through such an endpoint are not requests to an AWS service (a load balancer, a resource). */
  | { readonly kind: "notOfService"; readonly type: string }
  /** There is a policy, and nobody can tell what it says. */
  | { readonly kind: "unknown"; readonly reason: string };

/** `amazon` as the owner of an endpoint service: AWS runs it. */
export const OWNER_AMAZON = "amazon";

/** What an endpoint lets through, as far as the snapshot tells. */
export function doorOf(endpoint: VpcEndpoint | null, snapshot: Snapshot): EndpointDoor {
  if (endpoint === null || isDeleted(endpoint)) return { kind: "none" };
  const type = endpoint.VpcEndpointType ?? "Interface";
  if (!/^(interface|gateway)$/i.test(type)) return { kind: "notOfService", type };
  const service = serviceDetails(endpoint.ServiceName, snapshot);
  const isPrivate = endpoint.ServiceName !== undefined && isPrivateService(endpoint.ServiceName);
  if (service?.isPolicySupported === false || isPrivate) {
    return {
      kind: "unsupported",
      serviceOwner: service?.owner ?? (isPrivate ? "unknown" : OWNER_AMAZON),
    };
  }
  const { PolicyDocument } = endpoint;
  if (PolicyDocument === undefined) {
    return { kind: "unknown", reason: "the snapshot has no policy for this endpoint" };
  }
  const read = readDocument(PolicyDocument);
  if (isUnreadable(read)) return { kind: "unknown", reason: read.unreadable };
  const parsed = parsePolicyDocument(read.json, "vpc-endpoint-policy");
  if ("malformed" in parsed) {
    const { path, reason } = parsed.malformed;
    return { kind: "unknown", reason: `${path === "" ? "" : `${path}: `}${reason}` };
  }
  return { kind: "policy", json: read.json, statements: parsed.document.statements };
}

/**
 * A service of somebody other than AWS, reached by PrivateLink: the endpoint gives full access.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export function isPrivateService(serviceName: string): boolean {
  return /\.vpce-svc-[0-9a-f]+$/.test(serviceName);
}

/** What `describe-vpc-endpoint-services` tells of a service; null: nothing. */
export interface ServiceDetails {
  /** null: not told. */
  readonly isPolicySupported: boolean | null;
  readonly owner: string;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ServiceDetail.html */
export function serviceDetails(
  serviceName: string | undefined,
  { vpcEndpointServices }: Snapshot,
): ServiceDetails | null {
  if (vpcEndpointServices === undefined || isUnreadable(vpcEndpointServices)) return null;
  const found = vpcEndpointServices.find((service) => service["ServiceName"] === serviceName);
  if (found === undefined) return null;
  const supported = found["VpcEndpointPolicySupported"];
  return {
    isPolicySupported: typeof supported === "boolean" ? supported : null,
    owner: typeof found["Owner"] === "string" ? found["Owner"] : OWNER_AMAZON,
  };
}
