import type { Finding } from "../../guardrail/finding/finding.ts";
import { clip } from "../words/clip.ts";

/**
 * What a detection rests on: the call, who made it, from where. https://schema.ocsf.io/1.4.0/objects/evidences
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
  readonly src_endpoint?: { readonly ip: string } | { readonly name: string };
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
  const source = event.sourceIPAddress;
  return [
    {
      api: {
        operation: clip(event.eventName, 128) || "unknown",
        service: { name: clip(event.eventSource, 128) || "unknown" },
      },
      ...(Object.keys(actor).length === 0 ? {} : { actor }),
      ...(isTold(source)
        ? { src_endpoint: isAddress(source) ? { ip: source } : { name: clip(source, mostText) } }
        : {}),
    },
  ];
}

function isAddress(text: string): boolean {
  return text.length <= 45 && address.test(text);
}

function isTold(text: string | null): text is string {
  return text !== null && text !== "";
}
