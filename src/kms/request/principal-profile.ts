import type { IamTag, Unreadable } from "../../account/snapshot.ts";
import { isUnreadable } from "../../account/snapshot.ts";
import type { ConditionTest } from "../../policy/condition-test.ts";
import { ABSENT, type Fact, known, UNKNOWN } from "../../policy/fact.ts";
import type { Formula } from "../../policy/formula.ts";
import type { RequestPrincipal } from "../../policy/principal.ts";
import type { Unknown } from "../decision.ts";
import type { AccountOrganization } from "../directory/account-organization.ts";
import type { LayerPolicy } from "../layer-policy.ts";
import { unreadableFact } from "../unreadable-fact.ts";
import type { PartialFacts } from "./key-facts.ts";

/** What a principal's identity-based policies are. */
export type IdentityPolicies =
  | { readonly kind: "policies"; readonly policies: readonly LayerPolicy[] }
  /** The root user has every permission of its account. */
  | { readonly kind: "root" }
  /** Another account's IAM, or an inventory that nobody told. */
  | { readonly kind: "unknown"; readonly unknown: Unknown };

/** No identity-based policies. */
export const NO_IDENTITY: IdentityPolicies = { kind: "policies", policies: [] };

/** Everything about a principal that decides requests. */
export interface PrincipalProfile {
  readonly principal: RequestPrincipal;
  readonly identity: IdentityPolicies;
  /** null: none. */
  readonly boundary: LayerPolicy | null;
  readonly organization: AccountOrganization;
  /** Service-linked roles are bound by neither SCPs nor RCPs. */
  readonly serviceLinked: boolean;
  /** Text that is the same for principals with the same tags; null: not told. */
  readonly tagText: string | null;
  /** What the principal tells of a context key (in lower case); null: nothing. */
  readonly facts: PartialFacts;
  readonly notes: readonly Unknown[];
  /** Tests of nothing but the principal that were decided before. */
  readonly decidedTests: Map<ConditionTest, Formula>;
}

/** Context keys that the principal decides; until it is known, tests of them stay open. */
export function isPrincipalKey(contextKey: string): boolean {
  return (
    contextKey.startsWith("aws:principal") ||
    contextKey === "aws:username" ||
    contextKey === "aws:userid" ||
    contextKey === "kms:calleraccount" ||
    SERVICE_CALL_KEYS.has(contextKey)
  );
}

/** Keys that tell whether an AWS service makes the call; principals differ in which they can carry. */
const SERVICE_CALL_KEYS = new Set([
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:viaawsservice",
  "kms:viaservice",
]);

/** The facts of an IAM principal: user, role, session, federated user or root user. */
export function iamFacts(
  principal: RequestPrincipal,
  names: { readonly username: string | null; readonly userid: Fact },
  tags: readonly IamTag[] | Unreadable | "untold",
  organization: AccountOrganization,
): PartialFacts {
  const facts = new Map<string, Fact>([
    // Stryker disable ConditionalExpression: whom IAM knows has an ARN and an account
    ["aws:principalarn", principal.arn === null ? UNKNOWN : known(principal.arn)],
    ["aws:principalaccount", principal.account === null ? UNKNOWN : known(principal.account)],
    ["kms:calleraccount", principal.account === null ? UNKNOWN : known(principal.account)],
    // Stryker restore ConditionalExpression
    ["aws:principaltype", known(principalType(principal))],
    ["aws:username", names.username === null ? ABSENT : known(names.username)],
    ["aws:userid", names.userid],
    ["aws:principalisawsservice", known("false")],
    ["aws:principalservicename", ABSENT],
    ["aws:principalservicenameslist", ABSENT],
    ["aws:principalorgid", organization.id],
    ["aws:principalorgpaths", organization.paths],
  ]);
  return withTags(facts, tags);
}

function principalType({ kind }: RequestPrincipal): string {
  switch (kind) {
    case "root":
      return "Account";
    case "user":
      return "User";
    case "federated-user":
      return "FederatedUser";
    default:
      return "AssumedRole";
  }
}

function withTags(
  facts: ReadonlyMap<string, Fact>,
  tags: readonly IamTag[] | Unreadable | "untold",
): PartialFacts {
  const prefix = "aws:principaltag/";
  const withTagged = new Map(facts);
  let otherwise: Fact = ABSENT;
  if (tags === "untold") otherwise = UNKNOWN;
  else if (isUnreadable(tags))
    otherwise = unreadableFact(
      "principalTagsUnreadable",
      // Stryker disable next-line StringLiteral: a text for people
      "the principal's tags",
      tags,
    );
  else {
    for (const { Key, Value } of tags) {
      withTagged.set(`${prefix}${Key.toLowerCase()}`, known(Value));
    }
  }
  return (contextKey) =>
    withTagged.get(contextKey) ?? (contextKey.startsWith(prefix) ? otherwise : null);
}

/**
 * The facts of an AWS service principal. kms:ViaService exists on calls on somebody's behalf only;
 * what kms:CallerAccount holds for a service is not documented.
 * https://docs.aws.amazon.com/kms/latest/developerguide/least-privilege.html
 */
export function serviceFacts(service: string): PartialFacts {
  const facts = new Map<string, Fact>([
    ["aws:principalisawsservice", known("true")],
    ["aws:principalservicename", known(service)],
    ["aws:principalorgid", ABSENT],
    ["aws:principalorgpaths", ABSENT],
    ["aws:username", ABSENT],
    ["kms:viaservice", ABSENT],
    ["aws:viaawsservice", known("false")],
    [
      "kms:calleraccount",
      {
        kind: "undocumented",
        code: "callerAccountOfService",
        reason: "AWS does not say what kms:CallerAccount holds for a service principal",
      },
    ],
  ]);
  return (contextKey) =>
    contextKey.startsWith("aws:principaltag/") ? ABSENT : (facts.get(contextKey) ?? null);
}

/** Every request carries the key; which value is not known. */
const SOME: Fact = { kind: "unknown", present: true };

/**
 * The facts of a signed identity of an account that no policy names and that is outside our
 * organization.
 */
export function anyoneFacts(ownOrganization: string | null): PartialFacts {
  const outside = ownOrganization === null ? [] : [ownOrganization];
  const facts = new Map<string, Fact>([
    ["aws:principalarn", { kind: "unknown", unnamed: true }],
    ["aws:principalaccount", { kind: "unknown", unnamed: true }],
    ["kms:calleraccount", { kind: "unknown", unnamed: true }],
    ["aws:principaltype", SOME],
    ["aws:userid", SOME],
    ["aws:principalisawsservice", known("false")],
    ["aws:principalorgid", { kind: "unknown", notPrefix: outside }],
    ["aws:principalorgpaths", { kind: "unknown", notPrefix: outside }],
  ]);
  return (contextKey) => facts.get(contextKey) ?? null;
}

/** The facts of another account as a whole. */
export function accountFacts(
  account: string,
  partition: string,
  organization: AccountOrganization,
): PartialFacts {
  const facts = new Map<string, Fact>([
    ["aws:principalarn", { kind: "unknown", prefix: `arn:${partition}:iam::${account}:` }],
    ["aws:principalaccount", known(account)],
    ["kms:calleraccount", known(account)],
    ["aws:principaltype", SOME],
    ["aws:userid", SOME],
    ["aws:principalisawsservice", known("false")],
    ["aws:principalorgid", organization.id],
    ["aws:principalorgpaths", organization.paths],
  ]);
  return (contextKey) => facts.get(contextKey) ?? null;
}
