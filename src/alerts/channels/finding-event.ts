import { isClosed } from "../../guardrail/finding/close-finding.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";
import { isDecided } from "../records/finding-progress.ts";

/** Of EventBridge events about findings. */
export const eventSource = "kms-guardrail";

export type FindingEventType = "KMS Guardrail Finding" | "KMS Guardrail Outcome";

/** What an event tells, whose form `docs/finding-event.schema.json` publishes. */
export interface FindingEventDetail {
  /** Counted on when a member goes away or means something else; new members may come at any time. */
  readonly schemaVersion: 1;
  readonly finding: Finding;
}

/** A finding when it is found, and again with each decision about it, each outcome of its revert, and when it is closed. */
export function findingEventType(finding: Finding): FindingEventType {
  const isTold = told.has(finding.remediation.status) && !isDecided(finding) && !isClosed(finding);
  return isTold ? "KMS Guardrail Finding" : "KMS Guardrail Outcome";
}

const told: ReadonlySet<string> = new Set(["none", "proposed", "awaitingApproval", "refused"]);
