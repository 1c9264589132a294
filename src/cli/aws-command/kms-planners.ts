import { planCreateAlias, planDeleteAlias, planUpdateAlias } from "./plan-alias.ts";
import { planCreateGrant, planRetireGrant, planRevokeGrant } from "./plan-grant.ts";
import { onKey, planTagResource } from "./plan-key-call.ts";
import { planScheduleKeyDeletion } from "./plan-key-deletion.ts";
import { planPutKeyPolicy } from "./plan-key-policy.ts";
import type { CallPlanner } from "./planned-call.ts";

export const kmsPlanners: Readonly<Record<string, CallPlanner>> = {
  TagResource: planTagResource,
  UntagResource: onKey(),
  CreateAlias: planCreateAlias,
  UpdateAlias: planUpdateAlias,
  DeleteAlias: planDeleteAlias,
  PutKeyPolicy: planPutKeyPolicy,
  CreateGrant: planCreateGrant,
  RevokeGrant: planRevokeGrant,
  RetireGrant: planRetireGrant,
  ScheduleKeyDeletion: planScheduleKeyDeletion,
  CancelKeyDeletion: onKey(),
  DisableKey: onKey(),
  EnableKey: onKey(),
};
