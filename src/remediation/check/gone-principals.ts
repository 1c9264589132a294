import { parseArn } from "../../account/arn.ts";
import type { World } from "../../kms/world/world.ts";

/** Whether KMS would refuse a principal of a key policy because it is not there any more. */
export function isGonePrincipal(world: World, principal: string): boolean {
  // KMS shows the unique id in the place of a user or role that was deleted.
  if (/^(AIDA|AROA)[A-Z0-9]+$/.test(principal)) return true;
  const arn = parseArn(principal);
  if (arn?.service !== "iam" || !/^(user|role)\//.test(arn.resource)) return false;
  const directory = world.accounts.get(arn.account)?.directory;
  if (directory === undefined || "unknown" in directory) return false;
  return !directory.byArn.has(principal);
}
