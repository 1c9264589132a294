import type { Decision } from "../../kms/decision.ts";
import type { ServiceTask } from "../../kms/service-tasks.ts";
import { findKey } from "../../kms/world/find-key.ts";
import { findPrincipal } from "../../kms/world/find-principal.ts";
import type { World } from "../../kms/world/world.ts";
import { askingService, decideTask, prepareTask, targetFor } from "../decide/decide-task.ts";
import {
  type AccessRequest,
  keyUnknown,
  principalMalformed,
  type RequestError,
} from "../decide/request.ts";
import { explainLayers } from "./explain-layers.ts";
import type { Explanation } from "./explain-request.ts";

/** A task's decision for one principal, and each action that it takes explained. */
export interface TaskExplanation {
  readonly decision: Decision;
  readonly parts: readonly { readonly action: string; readonly explanation: Explanation }[];
}

export interface TaskQuestion {
  readonly principal: string;
  readonly key: string;
  readonly context: AccessRequest["context"];
}

/** Decides a task for one principal and tells, action by action, which statements mattered. */
export function explainTask(
  world: World,
  task: ServiceTask,
  { principal, key, context }: TaskQuestion,
): TaskExplanation | RequestError {
  const found = findKey(world, key);
  if (found === null) return keyUnknown(key);
  const service = askingService(task, found.key.region);
  if (service !== null && service !== principal) {
    return {
      code: "E_TASK_PRINCIPAL",
      message: `\`${task.name}\` asks the key as \`${service}\`, whoever makes the request`,
    };
  }
  const profile = findPrincipal(world, principal);
  if (profile === null) return principalMalformed(principal);
  const prepared = prepareTask(world, found, task, context);
  const requester = { profile, sessionPolicies: null, grantId: null };
  const { decision, parts } = decideTask(prepared, requester);
  return {
    decision,
    parts: parts.map(({ action, side }) => {
      const { formula: _f, evaluation, action: index, ...told } = side;
      const target = targetFor(prepared, profile);
      return {
        action,
        explanation: { ...told, layers: explainLayers(target, requester, evaluation, index) },
      };
    }),
  };
}
