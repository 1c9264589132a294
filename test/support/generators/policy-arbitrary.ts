import fc from "fast-check";
import { conditionOf, type PolicyKind } from "./condition-arbitrary.ts";
import { mostlyFirst, patternOf, recased, sometimes, told, weighted } from "./near-hits.ts";
import {
  aliasActions,
  aliasArns,
  deletedIds,
  federated,
  keyArns,
  keylessActions,
  own,
  ownPrincipals,
  partner,
  partnerRoot,
  partnerSession,
  partners,
  rarerActions,
  region,
  root,
  serviceLinkedRole,
  services,
  strangers,
  unlisted,
} from "./pools.ts";

export type Statement = Record<string, unknown>;
export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly Statement[] | Statement;
}

const usual = mostlyFirst(
  "Decrypt",
  "Encrypt",
  "GenerateDataKey",
  "DescribeKey",
  "CreateGrant",
  "TagResource",
  "RetireGrant",
  "CreateAlias",
  "UpdateAlias",
);
const rare = fc.constantFrom(...rarerActions, ...aliasActions, ...keylessActions);
const actionName = weighted([5, usual], [2, rare]).map((name) => `kms:${name}`);
const action = weighted(
  [14, actionName],
  [6, actionName.chain((name) => patternOf(name).map((text) => `kms:${text.slice(4)}`))],
  [
    4,
    fc.constantFrom(
      "kms:Generate*",
      "kms:*Grant",
      "kms:*Alias",
      "kms:*crypt",
      "kms:Re*",
      "kms:Tag*",
      "k?s:*",
    ),
  ],
  [2, actionName.chain(recased)],
  [1, fc.constant("s3:GetObject")],
).filter((name) => /^[A-Za-z0-9*?-]+:[A-Za-z0-9*?-]+$/.test(name));

const actions = (kind: PolicyKind, every: number): fc.Arbitrary<unknown> =>
  weighted<unknown>(
    [every * 2, fc.constant("kms:*")],
    [kind === "rcp" ? 0 : every, fc.constant("*")],
    [50, action],
    [50, fc.array(action, { minLength: 2, maxLength: 4 })],
  );

const keyArn = mostlyFirst(...keyArns);
const resource = weighted(
  [12, fc.constant("*")],
  [6, keyArn],
  [
    5,
    fc.constantFrom(
      `arn:aws:kms:${region}:${own}:key/*`,
      `arn:aws:kms:*:${own}:key/*`,
      `arn:aws:kms:*:*:key/1234abcd*`,
      `arn:aws:kms:${region}:${own}:*`,
      `arn:aws:kms:${region}:${own}:alias/*`,
      `arn:aws:kms:${region}:${partner}:key/*`,
    ),
  ],
  [3, fc.constantFrom(...aliasArns)],
  [1, keyArn.chain((arn) => patternOf(arn.slice(12)).map((tail) => `arn:aws:kms:${tail}`))],
  [
    1,
    fc.constantFrom(
      `arn:aws:kms:${region}:${own}:key/\${aws:PrincipalTag/key}`,
      `arn:aws:kms:${region}:${own}:key/\${aws:PrincipalTag/none, '1234abcd-12ab-34cd-56ef-1234567890ab'}`,
      `arn:aws:kms:${region}:\${aws:PrincipalAccount}:key/*`,
      `arn:aws:kms:${region}:${own}:alias/\${aws:PrincipalTag/team}`,
    ),
  ],
);
const resources = weighted<unknown>(
  [5, resource],
  [1, fc.array(resource, { minLength: 2, maxLength: 3 })],
);

const named = weighted<Record<string, unknown>>(
  [12, mostlyFirst(...ownPrincipals).map((AWS) => ({ AWS }))],
  [8, fc.subarray([...ownPrincipals], { minLength: 2, maxLength: 3 }).map((AWS) => ({ AWS }))],
  [4, fc.constant({ AWS: root })],
  [2, fc.constant({ AWS: own })],
  [3, fc.constant({ AWS: [partnerRoot] })],
  [3, fc.constantFrom(...partners, partnerSession).map((AWS) => ({ AWS }))],
  [1, fc.constantFrom(...strangers, unlisted).map((AWS) => ({ AWS: [root, AWS] }))],
  [1, fc.constantFrom(...deletedIds).map((AWS) => ({ AWS }))],
  [5, fc.constantFrom(...services).map((Service) => ({ Service }))],
  [1, fc.constant({ AWS: serviceLinkedRole })],
  [2, fc.constantFrom(...services).map((Service) => ({ AWS: root, Service: [Service] }))],
  [1, fc.constant({ Federated: "cognito-identity.amazonaws.com" })],
);
const anyone = fc.constantFrom<unknown>("*", "*", { AWS: "*" }, { AWS: ["*", federated] });

/** The Principal or NotPrincipal element. */
const whom = (kind: PolicyKind): fc.Arbitrary<Statement> => {
  if (kind === "identity" || kind === "scp") return fc.constant({});
  const anyPrincipal = anyone.map((Principal) => ({ Principal }));
  if (kind === "rcp") return fc.constant({ Principal: "*" });
  return weighted<Statement>(
    [kind === "endpoint" ? 20 : 5, anyPrincipal],
    [kind === "endpoint" ? 8 : 22, named.map((Principal) => ({ Principal }))],
    [
      1,
      fc
        .subarray([root, ...ownPrincipals.slice(0, 6)], { minLength: 1, maxLength: 4 })
        .map((AWS) => ({ NotPrincipal: { AWS: [root, ...AWS] } })),
    ],
  );
};

const what = (kind: PolicyKind, every: number): fc.Arbitrary<Statement> => {
  const listed = actions(kind, every);
  const Action = listed.map((names) => ({ Action: names }));
  if (kind === "rcp") return Action;
  const NotAction = listed.map((names) => ({ NotAction: names }));
  const lacking = kind === "key" ? 1 : 0;
  return weighted<Statement>([40, Action], [3, NotAction], [lacking, fc.constant({})]);
};

const which = (kind: PolicyKind): fc.Arbitrary<Statement> =>
  kind === "key"
    ? weighted<Statement>(
        [60, fc.constant({ Resource: "*" })],
        [1, keyArn.map((Resource) => ({ Resource }))],
        [1, keyArn.map((NotResource) => ({ NotResource }))],
        [1, fc.constant({})],
      )
    : weighted<Statement>(
        [14, resources.map((Resource) => ({ Resource }))],
        [1, resources.map((NotResource) => ({ NotResource }))],
      );

/** One statement; a Deny is mostly narrow, so that it does not decide everything. */
const statementOf = (kind: PolicyKind, effect: "Allow" | "Deny"): fc.Arbitrary<Statement> => {
  const isDeny = effect === "Deny";
  return fc
    .record({
      Sid: sometimes(20, fc.constantFrom("one", "two")),
      Effect: fc.constant(effect),
      who: whom(kind),
      what: what(kind, isDeny ? 8 : 30),
      which: which(kind),
      Condition: conditionOf(
        kind,
        isDeny ? { none: 2, one: 7, two: 3 } : { none: 4, one: 6, two: 2 },
      ),
    })
    .map(({ Sid, Effect, who, what: does, which: on, Condition }) =>
      told({ Sid, Effect, ...who, ...does, ...on, Condition }),
    );
};

/** A statement of a kind of policy, an Allow or a Deny. */
export const statementArbitrary = (
  kind: PolicyKind,
  weights: { readonly allow: number; readonly deny: number },
): fc.Arbitrary<Statement> =>
  weighted([weights.allow, statementOf(kind, "Allow")], [weights.deny, statementOf(kind, "Deny")]);

const version = mostlyFirst("2012-10-17", "2012-10-17", "2008-10-17", undefined);

/** A document of these statements, with or without a Version. */
export const documentOf = (
  statements: fc.Arbitrary<readonly Statement[]>,
): fc.Arbitrary<PolicyDocument> =>
  fc
    .record({ Version: version, Statement: statements, bare: fc.nat({ max: 9 }) })
    .map(({ Version, Statement, bare }) => {
      const [only] = Statement;
      const isBare = bare === 0 && only !== undefined && Statement.length === 1;
      return told({ Version, Statement: isBare ? only : Statement }) as PolicyDocument;
    });

/** A document as snapshots may hold it: an object, its text, or the text URL-encoded. */
export const written = (document: fc.Arbitrary<PolicyDocument>): fc.Arbitrary<unknown> =>
  fc.tuple(fc.nat({ max: 29 }), document).map(([form, policy]) => {
    if (form === 28) return JSON.stringify(policy);
    return form === 29 ? encodeURIComponent(JSON.stringify(policy)) : policy;
  });

/** What stands for a part that could not be read. */
export const unreadable = fc.constant({ unreadable: "AccessDeniedException" });
