import { type Fact, known, UNKNOWN } from "../policy/fact.ts";
import {
  type Insiders,
  outsideOrganization,
  siblingOrganization,
  strangeOrganizations,
} from "./insiders.ts";
import type { PerimeterResources } from "./perimeter-change.ts";
import { type PolicyWords, unnamedAccount } from "./policy-words.ts";

/** Whose a probed resource is; `listed-accounts`: of one that is trusted, which is no way out. */
export type ResourceOwner = PerimeterResources | "listed-accounts";

/** What an owner tells of the context of requests on its resources. */
export interface OwnerProbe {
  readonly owner: ResourceOwner;
  readonly account: string;
  /** An account that a policy names and that is neither the organization's nor trusted. */
  readonly isNamedAccount: boolean;
  readonly facts: (contextKey: string) => Fact | null;
}

/** Everybody who may own what a request is for; several stand for the same kind of owner. */
export function ownerProbes(insiders: Insiders, words: PolicyWords): readonly OwnerProbe[] {
  const { account, members, trusted } = insiders;
  const own = { id: insiders.orgId, paths: insiders.orgPaths };
  const sibling = siblingOrganization(insiders);
  const none = outsideOrganization(null);
  const named = words.accounts.filter(
    (id) => id !== account && !members.has(id) && !trusted.has(id),
  );
  return [
    ownerProbe("account", account, own, account),
    ...(insiders.hasOrganization
      ? [...members, unnamedAccount(words, 1)].map((id) =>
          ownerProbe("organization", id, sibling, id),
        )
      : []),
    ...[...trusted].map((id) => ownerProbe("listed-accounts", id, none, id)),
    ownerProbe("aws-owned", unnamedAccount(words, 2), none, "amazon"),
    ...named.map((id) => ({ ...ownerProbe("anyone", id, none, id), isNamedAccount: true })),
    ...strangeOrganizations(insiders, words).map((organization) =>
      ownerProbe("anyone", unnamedAccount(words, 3), organization, unnamedAccount(words, 3)),
    ),
  ];
}

/**
 * aws:ResourceAccount and its kin; ec2:Owner is `amazon` for AWS's own images, else the account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
function ownerProbe(
  owner: ResourceOwner,
  account: string,
  organization: { readonly id: Fact; readonly paths: Fact },
  ec2Owner: string,
): OwnerProbe {
  const facts: Readonly<Record<string, Fact>> = {
    "aws:resourceaccount": known(account),
    "s3:resourceaccount": known(account),
    "aws:resourceorgid": organization.id,
    "aws:resourceorgpaths": organization.paths,
    "ec2:owner": known(ec2Owner),
  };
  return {
    owner,
    account,
    isNamedAccount: false,
    facts: (contextKey) =>
      facts[contextKey] ?? (contextKey.startsWith("aws:resourcetag/") ? UNKNOWN : null),
  };
}
