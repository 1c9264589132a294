import type { Snapshot } from "../../../src/account/snapshot.ts";
import { DEFAULT_CONFIG } from "../../../src/guardrail/config/config.ts";
import type { RemediationCall } from "../../../src/guardrail/finding/finding.ts";
import { judgeRecord } from "../../../src/guardrail/judge/judge-record.ts";
import { createCompiler } from "../../../src/kms/compiler.ts";
import { planRevert } from "../../../src/remediation/plan/plan-revert.ts";
import type { RevertInput, RevertPlan } from "../../../src/remediation/plan/revert-plan.ts";
import { type RecordOptions, recordOfCall } from "./record-of-call.ts";
import { smallAccount } from "./small-account.ts";

type MakeCall = (operation: string, input: RemediationCall["input"]) => RemediationCall;

export const kms: MakeCall = (operation, input) => ({ service: "kms", operation, input });
export const ec2: MakeCall = (operation, input) => ({ service: "ec2", operation, input });
export const iam: MakeCall = (operation, input) => ({ service: "iam", operation, input });

export interface EventOptions extends RecordOptions {
  /** The account that it happens on. */
  readonly on?: Snapshot;
}

/** What a call, told as an event, did to an account. */
export function inputOfEvent(event: RemediationCall, options: EventOptions = {}): RevertInput {
  const before = [options.on ?? smallAccount];
  const judged = judgeRecord(before, recordOfCall(event, options), {
    config: DEFAULT_CONFIG,
    compiler: createCompiler(),
  });
  if (judged.outcome !== "finding" && judged.outcome !== "silent") {
    throw new Error(`no change: ${JSON.stringify(judged)}`);
  }
  const { changes, finding, snapshots: after } = judged;
  return { event: judged.event, changes, attributes: finding.attributeChanges, before, after };
}

/** The plan that undoes it. */
export function planForEvent(event: RemediationCall, options?: EventOptions): RevertPlan {
  return planRevert(inputOfEvent(event, options));
}
