import { parseArn } from "../../account/arn.ts";
import { organizationOf, type World } from "../../kms/world/world.ts";

/**
 * Whether a principal is outside the key's account, its organization and the trusted accounts.
 * An AWS service principal is not external.
 */
export function isExternal(
  world: World,
  principal: string,
  keyAccount: string | null,
  trustedAccounts: readonly string[],
): boolean {
  if (principal === "*") return true;
  const account = parseArn(principal)?.account;
  if (account === undefined || account === keyAccount) return false;
  if (keyAccount === null ? world.ownAccounts.has(account) : false) return false;
  if (trustedAccounts.includes(account)) return false;
  const own =
    keyAccount === null ? world.organizationId : organizationOf(world, keyAccount).organizationId;
  return own === null || organizationOf(world, account).organizationId !== own;
}
