import { isClosed } from "../../guardrail/finding/close-finding.ts";
import type { Finding, Severity } from "../../guardrail/finding/finding.ts";
import { alertAccesses } from "../words/alert-access.ts";
import { clip } from "../words/clip.ts";
import { consoleLinks } from "../words/console-links.ts";
import { findingDescription } from "../words/finding-description.ts";
import { namesOfFinding, placeOfFinding } from "../words/finding-names.ts";
import { headline } from "../words/headline.ts";
import type { Names } from "../words/names.ts";
import { revertSentences, revertStatus } from "../words/revert-text.ts";
import { type AsffResource, asffResources } from "./asff-resources.ts";
import { asffTypes } from "./asff-types.ts";

/**
 * A finding of AWS Security Hub, as BatchImportFindings takes it.
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html
 */
export interface AsffFinding {
  readonly SchemaVersion: "2018-10-08";
  readonly Id: string;
  readonly ProductArn: string;
  readonly GeneratorId: string;
  readonly AwsAccountId: string;
  readonly CreatedAt: string;
  readonly UpdatedAt: string;
  readonly Title: string;
  readonly Description: string;
  readonly Resources: readonly AsffResource[];
  readonly FindingProviderFields: {
    readonly Severity: { readonly Label: Uppercase<Severity>; readonly Original: Severity };
    readonly Types: readonly string[];
  };
  readonly ProductFields: Readonly<Record<string, string>>;
  readonly RecordState: "ACTIVE" | "ARCHIVED";
  readonly SourceUrl?: string;
  readonly Remediation?: { readonly Recommendation: { readonly Text: string } };
}

export interface AsffOptions {
  readonly names?: Names;
  /** When the finding last changed; an update needs a later one than before. */
  readonly updatedAt?: string;
  /** Nothing is left to do about it; by default, whether the revert was read back or the finding was closed. */
  readonly resolved?: boolean;
}

const mostId = 512;
const mostTitle = 256;
const mostDescription = 1024;
const mostRecommendation = 512;
const mostField = 2048;

const labels: Readonly<Record<Severity, Uppercase<Severity>>> = {
  critical: "CRITICAL",
  high: "HIGH",
  medium: "MEDIUM",
  low: "LOW",
  informational: "INFORMATIONAL",
};

/** A finding in the AWS Security Finding Format, of the account and Region of the key that it is about. */
export function asffFinding(finding: Finding, options: AsffOptions = {}): AsffFinding {
  const { names = namesOfFinding(finding), resolved } = options;
  const { severity, event, remediation } = finding;
  const { partition, region, account } = placeOfFinding(finding);
  const createdAt = clip(event?.eventTime ?? finding.effectiveFrom, 64);
  const isResolved = resolved ?? (remediation.status === "verified" || isClosed(finding));
  const url = consoleLinks(finding).at(-1)?.url;
  return {
    SchemaVersion: "2018-10-08",
    Id: clip(finding.findingId, mostId) || "unnamed",
    ProductArn: clip(
      `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`,
      mostField,
    ),
    GeneratorId: `kms-guardrail/${finding.kind}`,
    AwsAccountId: clip(account, 12),
    CreatedAt: createdAt,
    UpdatedAt: options.updatedAt ?? createdAt,
    Title: clip(headline(finding), mostTitle) || finding.kind,
    Description: clip(findingDescription(finding, names), mostDescription),
    Resources: asffResources(finding),
    FindingProviderFields: {
      Severity: { Label: labels[severity], Original: severity },
      Types: asffTypes(finding),
    },
    ProductFields: productFields(finding, names),
    RecordState: isResolved ? "ARCHIVED" : "ACTIVE",
    ...(url === undefined ? {} : { SourceUrl: url }),
    ...recommendation(finding, names),
  };
}

function recommendation({ remediation }: Finding, names: Names): Pick<AsffFinding, "Remediation"> {
  if (remediation.calls.length === 0) return {};
  const told = `To revert: ${revertSentences(remediation, names).join("; ")} (${revertStatus(remediation)})`;
  return { Remediation: { Recommendation: { Text: clip(told, mostRecommendation) } } };
}

/** At most 50 pairs. */
function productFields(finding: Finding, names: Names): Readonly<Record<string, string>> {
  const { event, summary, remediation } = finding;
  const { rows } = alertAccesses(finding, names, 3);
  const fields: Readonly<Record<string, string | null | undefined>> = {
    findingId: finding.findingId,
    kind: finding.kind,
    eventId: event?.eventId,
    eventName: event?.eventName,
    actor: event?.actor.arn,
    sessionIssuer: event?.actor.sessionIssuerArn,
    invokedBy: event?.actor.invokedBy,
    sourceIPAddress: event?.sourceIPAddress,
    vpcEndpointId: event?.vpcEndpointId,
    keyState: finding.keyState,
    effectiveFrom: finding.effectiveFrom,
    effectiveBy: finding.effectiveBy,
    gained: String(summary.gained),
    lost: String(summary.lost),
    widened: String(summary.widened),
    narrowed: String(summary.narrowed),
    principals: String(summary.principals),
    keys: String(summary.keys),
    external: String(summary.external),
    because: [...new Set(rows.flatMap(({ why }) => why))].join("; "),
    remediationMode: remediation.mode,
    remediationStatus: remediation.status,
  };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      typeof value === "string" && value !== ""
        ? [[`kms-guardrail/${name}`, clip(value, mostField)]]
        : [],
    ),
  );
}
