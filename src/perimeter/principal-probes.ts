import { parseArn } from "../account/arn.ts";
import { isUnreadable, type Snapshot } from "../account/snapshot.ts";
import { ABSENT, type Fact, known, UNKNOWN } from "../policy/fact.ts";
import type { RequestPrincipal } from "../policy/principal.ts";
import {
  type Insiders,
  outsideOrganization,
  siblingOrganization,
  strangeOrganizations,
} from "./insiders.ts";
import type { PerimeterWho } from "./perimeter-change.ts";
import { type PolicyWords, unnamedAccount } from "./policy-words.ts";
import { taggedPrincipals } from "./tagged-principals.ts";

/** Somebody who may send requests through an endpoint. */
export interface PrincipalProbe {
  readonly who: PerimeterWho;
  readonly id: string;
  readonly principal: RequestPrincipal;
  /** What they tell of a context key (in lower case); null: nothing. */
  readonly facts: (contextKey: string) => Fact | null;
  /** Has no credentials of AWS but those of an identity provider. */
  readonly isFederated: boolean;
  /**
   * Stands for principals inside that carry whatever tags a policy asks for, of which none is known:
   * what only they reach is an exception that the organization makes by tags.
   */
  readonly isTagged: boolean;
  /** An account that is neither the organization's nor trusted, by name. */
  readonly foreignAccount: string | null;
}

type Organization = { readonly id: Fact; readonly paths: Fact };

/** Everybody whom the policies can tell apart. */
export function principalProbes(
  insiders: Insiders,
  words: PolicyWords,
  snapshots: readonly Snapshot[],
): readonly PrincipalProbe[] {
  const { account, members, trusted } = insiders;
  const own = { id: insiders.orgId, paths: insiders.orgPaths };
  const sibling = siblingOrganization(insiders);
  const none = outsideOrganization(null);
  const foreign = words.accounts.filter(
    (id) => id !== account && !members.has(id) && !trusted.has(id),
  );
  const asksTags = words.principalTags.length > 0;
  const of = (who: PerimeterWho, id: string, organization: Organization, tags: Tags) =>
    accountProbes({ who, account: id, organization, tags, insiders, words });
  return [
    ...of("account", account, own, "untagged"),
    ...(asksTags
      ? [
          ...of("account", account, own, "tagged"),
          ...inventoryProbes(insiders, own, { snapshots, words }),
        ]
      : []),
    ...(insiders.hasOrganization
      ? [...members, unnamedAccount(words, 1)].flatMap((id) => [
          ...of("organization", id, sibling, "untagged"),
          ...(asksTags ? of("organization", id, sibling, "tagged") : []),
        ])
      : []),
    ...[...trusted].flatMap((id) => of("listed-accounts", id, none, "own")),
    ...foreign.flatMap((id) =>
      of("listed-accounts", id, none, "own").map((probe) => ({ ...probe, foreignAccount: id })),
    ),
    ...strangeOrganizations(insiders, words).flatMap((organization) =>
      of("anyone", unnamedAccount(words, 3), organization, "own"),
    ),
    unsigned(false),
    ...(words.hasFederated ? [unsigned(true)] : []),
  ];
}

/** Which tags a probe's principal has: none, whatever is asked for, or those that it gives itself. */
type Tags = "untagged" | "tagged" | "own";

interface AccountProbe {
  readonly who: PerimeterWho;
  readonly account: string;
  readonly organization: Organization;
  readonly tags: Tags;
  readonly insiders: Insiders;
  readonly words: PolicyWords;
}

/** A principal of the account that no policy names, and those that policies name. */
function accountProbes(input: AccountProbe): readonly PrincipalProbe[] {
  const { account, tags, insiders, words } = input;
  const named = words.principals.filter((arn) => parseArn(arn)?.account === account);
  return [null, ...named].map((arn) => {
    const id = arn ?? `${account} ${tags}`;
    const prefix = `arn:${insiders.partition}:iam::${account}:`;
    return {
      who: input.who,
      id: `${id} ${JSON.stringify(input.organization.id)}`,
      principal: principalOf(account, arn),
      facts: signedFacts({
        account,
        arn: arn === null ? { kind: "unknown", prefix } : known(roleOf(arn)),
        organization: input.organization,
        tag: () => (tags === "untagged" ? ABSENT : UNKNOWN),
      }),
      isFederated: false,
      isTagged: tags === "tagged",
      foreignAccount: null,
    };
  });
}

/** The account's principals that carry tags, as far as its inventory tells. */
function inventoryProbes(
  { account }: Insiders,
  organization: Organization,
  { snapshots, words }: { readonly snapshots: readonly Snapshot[]; readonly words: PolicyWords },
): readonly PrincipalProbe[] {
  const details = snapshots
    .filter((snapshot) => snapshot.account === account)
    .map(({ authorizationDetails }) => authorizationDetails)
    .find((one) => one !== undefined && !isUnreadable(one));
  if (details === undefined || isUnreadable(details)) return [];
  return taggedPrincipals(details, words).map(({ arn, tags }) => ({
    who: "account",
    id: arn,
    principal: principalOf(account, arn),
    facts: signedFacts({
      account,
      arn: known(arn),
      organization,
      tag: (name) => tagFact(tags, name),
    }),
    isFederated: false,
    isTagged: false,
    foreignAccount: null,
  }));
}

function tagFact(tags: ReadonlyMap<string, string> | null, name: string): Fact {
  if (tags === null) return UNKNOWN;
  const value = tags.get(name);
  return value === undefined ? ABSENT : known(value);
}

function principalOf(account: string, arn: string | null): RequestPrincipal {
  const resource = arn === null ? "" : (parseArn(arn)?.resource ?? "");
  const isSession = resource.startsWith("assumed-role/");
  return {
    kind: isSession ? "session" : resource.startsWith("role/") ? "role" : "user",
    id: arn ?? account,
    account,
    arn: arn === null ? null : roleOf(arn),
    sessionArn: isSession ? arn : null,
    uniqueId: null,
    hasBoundary: false,
  };
}

/** aws:PrincipalArn of a session is its role's ARN. */
function roleOf(arn: string): string {
  return arn.replace(/:sts:(.*):assumed-role\/([^/]+)\/.*$/, ":iam:$1:role/$2");
}

/** Keys that only requests with a service principal or on somebody's behalf carry: these do not pass an endpoint. */
const NOT_OF_CALLERS =
  /^(aws:(source(account|arn|orgid|orgpaths)|calledvia(first|last)?|principalservicename(slist)?)|kms:viaservice)$/;

/**
 * What a signed request tells of its principal. Calls that an AWS service makes for somebody do not
 * pass the account's endpoint.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 */
function signedFacts({
  account,
  arn,
  organization,
  tag,
}: {
  readonly account: string;
  readonly arn: Fact;
  readonly organization: Organization;
  readonly tag: (name: string) => Fact;
}): PrincipalProbe["facts"] {
  const facts: Readonly<Record<string, Fact>> = {
    "aws:principalaccount": known(account),
    "kms:calleraccount": known(account),
    "aws:principalarn": arn,
    "aws:principalorgid": organization.id,
    "aws:principalorgpaths": organization.paths,
    "aws:principalisawsservice": known("false"),
    "aws:viaawsservice": known("false"),
  };
  return (contextKey) => {
    if (contextKey.startsWith("aws:principaltag/")) {
      return tag(contextKey.slice("aws:principaltag/".length));
    }
    return facts[contextKey] ?? (NOT_OF_CALLERS.test(contextKey) ? ABSENT : null);
  };
}

/**
 * A request without a signature: `aws:PrincipalAccount` and `aws:PrincipalType` say so, most other
 * keys of principals are not there.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
function unsigned(isFederated: boolean): PrincipalProbe {
  const facts: Readonly<Record<string, Fact>> = {
    "aws:principalaccount": known("anonymous"),
    "aws:principaltype": known("Anonymous"),
    "aws:userid": known("anonymous"),
    "aws:username": ABSENT,
    "kms:calleraccount": ABSENT,
    "aws:viaawsservice": known("false"),
  };
  return {
    who: "unauthenticated",
    id: isFederated ? "federated" : "unauthenticated",
    principal: {
      kind: "anyone",
      id: "*",
      account: null,
      arn: null,
      sessionArn: null,
      uniqueId: null,
      hasBoundary: false,
    },
    facts: (contextKey) =>
      facts[contextKey] ??
      (contextKey.startsWith("aws:principal") || NOT_OF_CALLERS.test(contextKey) ? ABSENT : null),
    isFederated,
    isTagged: false,
    foreignAccount: null,
  };
}
