import type { Decision } from "../../kms/decision.ts";
import { evaluateTarget } from "../../kms/evaluate/evaluate-target.ts";
import type { PrincipalProfile } from "../../kms/request/principal-profile.ts";
import type { ServiceTask } from "../../kms/service-tasks.ts";
import { findKey } from "../../kms/world/find-key.ts";
import type { World } from "../../kms/world/world.ts";
import { decisionValue } from "../decide/decide-target.ts";
import {
  askingService,
  decideTask,
  type PreparedTask,
  prepareTask,
  targetFor,
} from "../decide/decide-task.ts";
import { type AccessRequest, keyUnknown, type RequestError } from "../decide/request.ts";
import { isExternal } from "./external.ts";
import { profilesOf, universeOfPrincipals } from "./universe.ts";
import type { WhoCanLine } from "./who-can.ts";

/** A principal for which the key lets a task pass (or may), and each KMS action that it takes. */
export interface TaskLine {
  /** The task as a whole; its `action` is the task's name. */
  readonly whole: WhoCanLine;
  readonly parts: readonly WhoCanLine[];
}

export interface WhoCanTaskOptions {
  readonly context: AccessRequest["context"];
  readonly trustedAccounts: readonly string[];
}

/** Everybody for whom a key lets a service's task pass; those whom it stops are left out. */
export function whoCanTask(
  world: World,
  keyIdentifier: string,
  task: ServiceTask,
  options: WhoCanTaskOptions,
): RequestError | Generator<TaskLine> {
  const found = findKey(world, keyIdentifier);
  if (found === null) return keyUnknown(keyIdentifier);
  const service = askingService(task, found.key.region);
  const principals = service === null ? universeOfPrincipals(world) : [service];
  const prepared = prepareTask(world, found, task, options.context);
  const { arn, account } = found.key;
  const lineOf: LineOf = (principal, action, decision) => ({
    principal,
    action,
    key: arn,
    via: null,
    external: isExternal(world, principal, account, options.trustedAccounts),
    ...decision,
  });
  return taskLines(profilesOf(world, principals), prepared, task.name, lineOf);
}

type LineOf = (principal: string, action: string, decision: Decision) => WhoCanLine;

function* taskLines(
  profiles: readonly PrincipalProfile[],
  prepared: PreparedTask,
  name: string,
  lineOf: LineOf,
): Generator<TaskLine> {
  for (const profile of profiles) {
    const requester = { profile, sessionPolicies: null, grantId: null };
    const target = targetFor(prepared, profile);
    const evaluation = evaluateTarget(target, requester, { asIfEnabled: false });
    const isStopped = prepared.actions.some(({ index }) =>
      isDenied(decisionValue(evaluation, index)),
    );
    if (isStopped) continue;
    const { decision, parts } = decideTask(prepared, requester);
    if (isDenied(decision.decision)) continue;
    const { id } = profile.principal;
    yield {
      whole: lineOf(id, name, decision),
      parts: parts.map(({ action, side }) => {
        const { formula: _f, evaluation: _e, action: _a, ...told } = side;
        return lineOf(id, action, told);
      }),
    };
  }
}

function isDenied(decision: Decision["decision"]): boolean {
  return decision === "implicitDeny" || decision === "explicitDeny";
}
