import type { Snapshot } from "../../account/snapshot.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";
import type { JudgedRecord, JudgeOptions } from "../../guardrail/judge/judge-record.ts";
import type { Unknown } from "../../kms/decision.ts";
import { compileWorld } from "../../kms/world/world.ts";
import { judgeAndPlan } from "../../remediation/judge-and-plan.ts";
import { callPlanners } from "../aws-command/call-planners.ts";
import { type Input, isSet } from "../aws-command/input.ts";
import type { AwsCommand } from "../aws-command/parse-command.ts";
import { recordOfCall } from "../aws-command/record-of-call.ts";
import { CliError } from "../cli-error.ts";

/** What a call would do to access. */
export interface JudgedCall {
  readonly finding: Finding;
  /** Whether it would change access, or nobody can tell whether it would. */
  readonly isFinding: boolean;
  readonly before: readonly Snapshot[];
  readonly after: readonly Snapshot[];
}

export interface CallOptions {
  /** ISO 8601. */
  readonly eventTime: string;
  readonly judge: JudgeOptions;
}

/** Judges a call by the record that it would leave behind, as if that record had come. */
export function judgeCall(
  { operation, globals }: AwsCommand,
  input: Input,
  snapshots: readonly Snapshot[],
  { eventTime, judge }: CallOptions,
): JudgedCall {
  const world = compileWorld(snapshots, judge.compiler);
  const { service, api } = operation;
  const planner = callPlanners[service][api];
  if (planner === undefined) throw new Error(`no planner for ${service}:${api}`);
  const call = planner(input, { snapshots, world, region: globals.get("--region") ?? null }, api);
  const record = recordOfCall(operation, call, eventTime);
  const judged = judgeAndPlan(snapshots, record, judge);
  if (judged.outcome !== "finding" && judged.outcome !== "silent") throw unjudged(judged);
  const { finding } = judged;
  const notes = [...finding.notes, ...call.notes, ...callNotes(input, finding)];
  return {
    finding: { ...finding, notes },
    isFinding: judged.outcome === "finding",
    before: snapshots,
    after: judged.snapshots,
  };
}

/** What only what-if knows: the options of the call. */
function callNotes(input: Input, { notes, event }: Finding): readonly Unknown[] {
  const added: Unknown[] = [];
  if (isSet(input, "DryRun")) {
    added.push({
      code: "dryRun",
      text: "with `--dry-run` AWS changes nothing: this is what the call would do without it",
    });
  }
  const locksOut =
    event?.eventName === "PutKeyPolicy" && notes.some(({ code }) => code === "lockedOut");
  if (locksOut && !isSet(input, "BypassPolicyLockoutSafetyCheck")) {
    added.push({
      code: "lockoutSafetyCheck",
      text: "KMS refuses such a key policy unless `--bypass-policy-lockout-safety-check` is given",
    });
  }
  return added;
}

function unjudged(judged: Exclude<JudgedRecord, { readonly finding: Finding }>): Error {
  switch (judged.outcome) {
    case "refused":
      return new CliError([{ code: judged.code, message: judged.message }]);
    case "passed-over":
      return new CliError([{ code: "E_PLACE_UNKNOWN", message: judged.reason }]);
    case "failed-call":
      return new Error(`a call that was not made failed: ${judged.errorCode}`);
  }
}
