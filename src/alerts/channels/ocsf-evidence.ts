import type { Finding } from "../../guardrail/finding/finding.ts";
import { clip } from "../words/clip.ts";

/**
 * What a detection rests on: the call, who made it, from where. https://schema.ocsf.io/1.4.0/objects/evidences
 * In the attributes that AWS's records of CloudTrail have in OCSF, so that both are found by one search; but a service
 * that calls is an `app_name`, since `invoked_by` is deprecated.
 * https://github.com/ocsf/examples/blob/main/mappings/markdown/AWS/v1.5.0/CloudTrail/API%20Activity/README.md
 */
export interface OcsfEvidence {
  readonly api: {
    readonly operation: string;
    readonly service: { readonly name: string };
  };
  readonly actor?: {
    readonly user?: { readonly uid: string };
    readonly session?: { readonly issuer: string };
    readonly app_name?: string;
  };
  readonly src_endpoint?: OcsfEndpoint;
}

/** An address, or the service that called; and the VPC endpoint. https://schema.ocsf.io/1.4.0/objects/network_endpoint */
export interface OcsfEndpoint {
  readonly ip?: string;
  readonly domain?: string;
  readonly uid?: string;
}

const mostText = 512;
const address = /^(\d{1,3}(\.\d{1,3}){3}|[\da-f]*:[\da-f:.]+)$/i;

/** The event of a finding; none: it was found by reading. */
export function ocsfEvidences({ event }: Finding): readonly OcsfEvidence[] {
  if (event === null) return [];
  const { arn, sessionIssuerArn, invokedBy } = event.actor;
  const actor = {
    ...(isTold(arn) ? { user: { uid: clip(arn, mostText) } } : {}),
    ...(isTold(sessionIssuerArn) ? { session: { issuer: clip(sessionIssuerArn, mostText) } } : {}),
    ...(isTold(invokedBy) ? { app_name: clip(invokedBy, mostText) } : {}),
  };
  const endpoint = endpointOf(event);
  return [
    {
      api: {
        operation: clip(event.eventName, 128) || "unknown",
        service: { name: clip(event.eventSource, 128) || "unknown" },
      },
      ...(Object.keys(actor).length === 0 ? {} : { actor }),
      ...(Object.keys(endpoint).length === 0 ? {} : { src_endpoint: endpoint }),
    },
  ];
}

function endpointOf({
  sourceIPAddress: source,
  vpcEndpointId: endpoint,
}: NonNullable<Finding["event"]>): OcsfEndpoint {
  return {
    ...(isTold(source)
      ? isAddress(source)
        ? { ip: source }
        : { domain: clip(source, mostText) }
      : {}),
    ...(isTold(endpoint) ? { uid: clip(endpoint, mostText) } : {}),
  };
}

function isAddress(text: string): boolean {
  return text.length <= 45 && address.test(text);
}

function isTold(text: string | null): text is string {
  return text !== null && text !== "";
}
