import { KMS_ACTIONS } from "../../kms/action-table.ts";
import { kmsActionIndex } from "../../kms/kms-vocabulary.ts";
import { usageError } from "../cli-error.ts";

/** Options that name what an action is on. */
export interface ActionOptions {
  readonly key?: string | undefined;
  readonly alias?: string | undefined;
  readonly grant?: string | undefined;
}

const onGrants = ["RetireGrant", "RevokeGrant"];

/** Refuses options that an action has no use for: passed over, they would seem to have counted. */
export function refuseBesideAction(action: string, { key, alias, grant }: ActionOptions): void {
  const index = kmsActionIndex(action);
  const found = index === undefined ? undefined : KMS_ACTIONS[index];
  if (found === undefined) return;
  const { name, resource } = found;
  if (key !== undefined && resource === "none") throw unused("--key", action, "it is on no key");
  if (alias !== undefined && resource !== "alias") {
    throw unused("--alias", action, "it is no alias operation");
  }
  if (grant !== undefined && !onGrants.includes(name)) {
    throw unused("--grant", action, "it neither retires nor revokes a grant");
  }
}

function unused(option: string, action: string, why: string): Error {
  return usageError(`\`${option}\` does not go with \`${action}\`: ${why}`);
}
