import type { Decision } from "../../kms/decision.ts";
import { kmsActionIndex } from "../../kms/kms-vocabulary.ts";
import { type PreparedTarget, prepareTarget } from "../../kms/layers/prepared-target.ts";
import type { Requester } from "../../kms/layers/sum-layers.ts";
import type { PrincipalProfile } from "../../kms/request/principal-profile.ts";
import { compileContext } from "../../kms/request/request-facts.ts";
import { OUTSIDE_ENDPOINTS } from "../../kms/request/request-path.ts";
import { keyTarget } from "../../kms/request/target.ts";
import { type ServiceTask, viaServiceOf } from "../../kms/service-tasks.ts";
import type { FoundKey } from "../../kms/world/find-key.ts";
import { organizationOf, type World } from "../../kms/world/world.ts";
import { decideTarget, type TargetDecision } from "./decide-target.ts";
import { mergeDecisions } from "./merge-decisions.ts";
import type { AccessRequest } from "./request.ts";

/** The calls that a task makes to KMS, prepared for both kinds of principals. */
export interface PreparedTask {
  readonly actions: readonly { readonly name: string; readonly index: number }[];
  /** For users, roles and the like: the service calls on their behalf. */
  readonly onBehalf: PreparedTarget;
  /** For AWS service principals, which call for themselves. */
  readonly direct: PreparedTarget;
}

/** A task decided for one principal: the task as a whole, and each action that it takes. */
export interface TaskDecision {
  readonly decision: Decision;
  readonly parts: readonly { readonly action: string; readonly side: TargetDecision }[];
}

/**
 * Prepares a task's calls. A service calls KMS from its own network, so they pass none of the
 * account's VPC endpoints. By which alias the service names the key is its own configuration.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 */
export function prepareTask(
  world: World,
  { key }: FoundKey,
  task: ServiceTask,
  context: AccessRequest["context"],
): PreparedTask {
  const prepare = (told: AccessRequest["context"]): PreparedTarget => {
    const facts = compileContext({ given: { ...told, ...context }, complete: false });
    return prepareTarget(
      keyTarget(key, organizationOf(world, key.account), OUTSIDE_ENDPOINTS, facts),
    );
  };
  return {
    actions: task.actions.map((name) => ({ name, index: kmsActionIndex(name) ?? -1 })),
    onBehalf: prepare({ ...FORWARDED, "kms:ViaService": viaServiceOf(task, key.region) }),
    direct: prepare({}),
  };
}

/**
 * What calls on somebody's behalf carry: a grant is for the service's own resource, and the source of
 * a call between services is told only where a service principal makes the call itself.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-is-for-aws-resource
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcearn
 */
const FORWARDED: AccessRequest["context"] = {
  "kms:GrantIsForAWSResource": "true",
  "aws:SourceArn": null,
  "aws:SourceAccount": null,
};

/** The calls of a task as this principal causes them. */
export function targetFor(prepared: PreparedTask, profile: PrincipalProfile): PreparedTarget {
  return profile.principal.kind === "service" ? prepared.direct : prepared.onBehalf;
}

/** Decides a task for one principal: all that it takes must be allowed. */
export function decideTask(prepared: PreparedTask, requester: Requester): TaskDecision {
  const target = targetFor(prepared, requester.profile);
  const parts = prepared.actions.map(({ name, index }) => ({
    action: name,
    side: decideTarget(target, requester, index),
  }));
  const { formula: _, ...decision } = mergeDecisions(parts.map(({ side }) => side));
  return { decision, parts };
}

/** The principal that a task asks the key as, whoever makes the request; null: the caller. */
export function askingService({ asks }: ServiceTask, region: string): string | null {
  return asks === "caller" ? null : asks.service.replace("REGION", region);
}
