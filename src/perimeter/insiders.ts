import type { Snapshot } from "../account/snapshot.ts";
import { organizationOf, type World } from "../kms/world/world.ts";
import { ABSENT, type Fact, known, UNKNOWN } from "../policy/fact.ts";
import { type PolicyWords, unnamed } from "./policy-words.ts";

/** Who is inside the perimeter of an endpoint, seen from the account that owns it. */
export interface Insiders {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** null: the account is in no organization, or its id is not known. */
  readonly organizationId: string | null;
  /** Whether there is an organization, as far as anybody told. */
  readonly hasOrganization: boolean;
  /** aws:PrincipalOrgID and aws:ResourceOrgID of the account. */
  readonly orgId: Fact;
  /** aws:PrincipalOrgPaths and aws:ResourceOrgPaths of the account. */
  readonly orgPaths: Fact;
  /** Other accounts that are known to be of the organization. */
  readonly members: ReadonlySet<string>;
  /** Accounts outside the organization that are trusted: guardrail.yml's, and those that snapshots describe. */
  readonly trusted: ReadonlySet<string>;
}

/** Collects who is inside, from what the world knows of accounts and from guardrail.yml. */
export function insidersOf(
  world: World,
  snapshot: Snapshot,
  trustedAccounts: readonly string[],
): Insiders {
  const { account, region, partition } = snapshot;
  const organization = organizationOf(world, account);
  const { organizationId } = organization;
  const others = [...world.accounts.values()].filter((other) => other.account !== account);
  const members = new Set(
    others
      .filter(
        (other) => organizationId !== null && other.organization.organizationId === organizationId,
      )
      .map((other) => other.account),
  );
  const trusted = new Set(
    [...trustedAccounts, ...world.ownAccounts].filter((id) => id !== account && !members.has(id)),
  );
  return {
    account,
    region,
    partition,
    organizationId,
    hasOrganization: snapshot.organization !== undefined,
    orgId: organization.id,
    orgPaths: organization.paths,
    members,
    trusted,
  };
}

/** The organization of another, unnamed account of the same organization. */
export function siblingOrganization({ organizationId, orgId }: Insiders): {
  readonly id: Fact;
  readonly paths: Fact;
} {
  return {
    id: orgId,
    paths: organizationId === null ? UNKNOWN : { kind: "unknown", prefix: `${organizationId}/` },
  };
}

/** An account that is in no organization, or in one that no policy names. */
export function outsideOrganization(organizationId: string | null): {
  readonly id: Fact;
  readonly paths: Fact;
} {
  return organizationId === null
    ? { id: ABSENT, paths: ABSENT }
    : { id: known(organizationId), paths: known(`${organizationId}/r-none/ou-none-00000000/`) };
}

/**
 * Organizations of accounts outside: none, one that no policy names, and each other that one names;
 * one that is named may be ours while ours is not known.
 */
export function strangeOrganizations(
  { organizationId, hasOrganization }: Insiders,
  words: PolicyWords,
): readonly { readonly id: Fact; readonly paths: Fact }[] {
  const isKnown = organizationId !== null || !hasOrganization;
  const named = isKnown ? words.organizations.filter((id) => id !== organizationId) : [];
  return [null, unnamed(words, "o-ofanyone"), ...named].map(outsideOrganization);
}
