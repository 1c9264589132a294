import type { Finding, Severity } from "../../guardrail/finding/finding.ts";
import { progressOf } from "../records/finding-progress.ts";
import { type FindingStage, findingStage } from "../records/finding-stage.ts";
import { clip } from "../words/clip.ts";
import { consoleLinks } from "../words/console-links.ts";
import { findingDescription } from "../words/finding-description.ts";
import { namesOfFinding, placeOfFinding } from "../words/finding-names.ts";
import { headline } from "../words/headline.ts";
import type { Names } from "../words/names.ts";
import { revertLines } from "../words/revert-text.ts";
import { asffResources } from "./asff-resources.ts";
import { asffTypes } from "./asff-types.ts";
import { type OcsfAccess, ocsfAccesses } from "./ocsf-access.ts";
import { type OcsfEvidence, ocsfEvidences } from "./ocsf-evidence.ts";

/**
 * A Detection Finding (2004) of the Open Cybersecurity Schema Framework, with its Cloud profile.
 * https://schema.ocsf.io/1.4.0/classes/detection_finding
 * https://github.com/ocsf/ocsf-schema/blob/1.4.0/events/findings/detection_finding.json
 */
export interface OcsfFinding {
  readonly category_uid: 2;
  readonly category_name: "Findings";
  readonly class_uid: 2004;
  readonly class_name: "Detection Finding";
  readonly activity_id: 1 | 2 | 3;
  readonly activity_name: string;
  readonly type_uid: number;
  readonly type_name: string;
  readonly severity_id: 1 | 2 | 3 | 4 | 5;
  readonly severity: string;
  readonly status_id: 1 | 2 | 3 | 4;
  readonly status: string;
  readonly is_alert: boolean;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly message: string;
  readonly metadata: {
    readonly version: "1.4.0";
    /** Of this event: a finding is told by several. https://schema.ocsf.io/1.4.0/objects/metadata */
    readonly uid: string;
    readonly profiles: readonly ["cloud"];
    readonly product: { readonly name: string; readonly vendor_name: string };
  };
  readonly cloud: {
    readonly provider: "AWS";
    readonly region: string;
    readonly account: {
      readonly uid: string;
      readonly type: "AWS Account";
      readonly type_id: 10;
    };
  };
  readonly finding_info: {
    readonly uid: string;
    readonly title: string;
    readonly desc: string;
    readonly types: readonly string[];
    readonly created_time: number;
    readonly first_seen_time: number;
    readonly analytic: { readonly name: string; readonly type: "Rule"; readonly type_id: 1 };
    /** The `metadata.uid` that AWS's mapping gives the record. https://schema.ocsf.io/1.4.0/objects/related_event */
    readonly related_events?: readonly { readonly uid: string }[];
    readonly src_url?: string;
  };
  readonly resources: readonly {
    readonly uid: string;
    readonly type: string;
    readonly cloud_partition?: string;
    readonly region?: string;
  }[];
  readonly evidences?: readonly OcsfEvidence[];
  readonly remediation?: { readonly desc: string };
  /** What the class has no attributes for. */
  readonly unmapped: {
    readonly kind: string;
    readonly effective_from: string;
    readonly effective_by: string;
    readonly remediation_mode: string;
    readonly remediation_status: string;
    readonly access_changes: readonly OcsfAccess[];
  };
}

const mostText = 1024;

const severities: Readonly<
  Record<Severity, readonly [id: OcsfFinding["severity_id"], name: string]>
> = {
  informational: [1, "Informational"],
  low: [2, "Low"],
  medium: [3, "Medium"],
  high: [4, "High"],
  critical: [5, "Critical"],
};

const statuses: Readonly<
  Record<FindingStage, readonly [id: OcsfFinding["status_id"], name: string]>
> = {
  open: [1, "New"],
  inHand: [2, "In Progress"],
  accepted: [3, "Suppressed"],
  resolved: [4, "Resolved"],
};

/** A finding is made once, changes as somebody decides or acts, and ends. */
const activities: Readonly<
  Record<FindingStage, readonly [id: OcsfFinding["activity_id"], name: string]>
> = {
  open: [1, "Create"],
  inHand: [2, "Update"],
  accepted: [3, "Close"],
  resolved: [3, "Close"],
};

/** A finding as an OCSF event, of the account and Region of the key that it is about. */
export function ocsfFinding(finding: Finding, names: Names = namesOfFinding(finding)): OcsfFinding {
  const { severity, event, kind, effectiveFrom, effectiveBy, remediation } = finding;
  const { region, account } = placeOfFinding(finding);
  const stage = findingStage(finding);
  const [activity_id, activity_name] = activities[stage];
  const [severity_id, severityName] = severities[severity];
  const [status_id, status] = statuses[stage];
  const title = clip(headline(finding), 256) || kind;
  const uid = clip(finding.findingId, 512) || "unnamed";
  const time = milliseconds(event?.eventTime ?? effectiveFrom);
  const url = consoleLinks(finding).at(-1)?.url;
  const evidences = ocsfEvidences(finding);
  const revert = revertLines(finding, names);
  return {
    category_uid: 2,
    category_name: "Findings",
    class_uid: 2004,
    class_name: "Detection Finding",
    activity_id,
    activity_name,
    type_uid: 200_400 + activity_id,
    type_name: `Detection Finding: ${activity_name}`,
    severity_id,
    severity: severityName,
    status_id,
    status,
    is_alert: stage === "open" && remediation.mode !== "observe" && severity !== "informational",
    time,
    message: title,
    metadata: {
      version: "1.4.0",
      uid: eventUid(uid, finding),
      profiles: ["cloud"],
      product: { name: "kms-guardrail", vendor_name: "kms-guardrail" },
    },
    cloud: {
      provider: "AWS",
      region: clip(region, 64),
      account: { uid: clip(account, 12), type: "AWS Account", type_id: 10 },
    },
    finding_info: {
      uid,
      title,
      desc: clip(findingDescription(finding, names), mostText),
      types: asffTypes(finding),
      created_time: time,
      first_seen_time: milliseconds(effectiveFrom),
      analytic: { name: `kms-guardrail/${kind}`, type: "Rule", type_id: 1 },
      ...(event === null
        ? {}
        : { related_events: [{ uid: clip(event.eventId, 128) || "unnamed" }] }),
      ...(url === undefined ? {} : { src_url: url }),
    },
    resources: asffResources(finding).map(({ Id, Type, Partition, Region }) => ({
      uid: Id,
      type: Type,
      ...(Partition === undefined ? {} : { cloud_partition: Partition }),
      ...(Region === undefined ? {} : { region: Region }),
    })),
    ...(evidences.length === 0 ? {} : { evidences }),
    ...(revert.length === 0 ? {} : { remediation: { desc: clip(revert.join("; "), mostText) } }),
    unmapped: {
      kind,
      effective_from: clip(effectiveFrom, 64),
      effective_by: clip(effectiveBy, 64),
      remediation_mode: remediation.mode,
      remediation_status: remediation.status,
      access_changes: ocsfAccesses(finding),
    },
  };
}

/** The same however often as much is told, and another once something became of the finding. */
function eventUid(uid: string, finding: Finding): string {
  const { status, notes, closed } = progressOf(finding);
  const told = [status, notes, ...(closed === undefined ? [] : ["closed"])].join("/");
  return `${clip(uid, 512 - 1 - told.length)}/${told}`;
}

/** What cannot be read as a time is none; the schema wants one. */
function milliseconds(time: string): number {
  const value = Date.parse(time);
  return Number.isNaN(value) ? 0 : value;
}
