import { known } from "../../policy/fact.ts";
import { UNTOLD_ORGANIZATION } from "../directory/account-organization.ts";
import {
  accountFacts,
  anyoneFacts,
  iamFacts,
  NO_IDENTITY,
  type PrincipalProfile,
  serviceFacts,
} from "../request/principal-profile.ts";
import { makePrincipal, unknownIdentity } from "./make-principal.ts";
import type { KnownAccount, World } from "./world.ts";

export function anyone(world: World): PrincipalProfile {
  return {
    principal: makePrincipal("anyone", "*", null),
    identity: unknownIdentity("the IAM policies of accounts that no policy names are not known"),
    boundary: null,
    organization: UNTOLD_ORGANIZATION,
    serviceLinked: false,
    tagText: null,
    facts: anyoneFacts(world.organizationId),
    decidedTests: new Map(),
    notes: [],
  };
}

export function service(id: string): PrincipalProfile {
  return {
    principal: makePrincipal("service", id, null),
    identity: NO_IDENTITY,
    boundary: null,
    organization: UNTOLD_ORGANIZATION,
    serviceLinked: false,
    tagText: null,
    facts: serviceFacts(id),
    decidedTests: new Map(),
    notes: [],
  };
}

/** The root user of an account whose IAM is known; any other account's root stands for that account as a whole. */
export function root(
  world: World,
  id: string,
  accountId: string,
  partition: string,
  account: KnownAccount | undefined,
): PrincipalProfile {
  const organization = account?.organization ?? UNTOLD_ORGANIZATION;
  const own = world.ownAccounts.has(accountId);
  if (!own && (account === undefined || "unknown" in account.directory)) {
    return {
      principal: makePrincipal("account", id, accountId),
      identity: unknownIdentity(`the IAM policies of the account \`${accountId}\` are not known`),
      boundary: null,
      organization,
      serviceLinked: false,
      tagText: null,
      facts: accountFacts(accountId, partition, organization),
      decidedTests: new Map(),
      notes: [],
    };
  }
  const requester = makePrincipal("root", id, accountId, { arn: id });
  return {
    principal: requester,
    identity: { kind: "root" },
    boundary: null,
    organization,
    serviceLinked: false,
    tagText: null,
    facts: iamFacts(requester, { username: null, userid: known(accountId) }, [], organization),
    decidedTests: new Map(),
    notes: [],
  };
}
