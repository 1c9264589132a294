import fc from "fast-check";
import type { PolicyKind } from "./condition-arbitrary.ts";
import { sometimes, told, weighted } from "./near-hits.ts";
import {
  documentOf,
  type Statement,
  statementArbitrary,
  unreadable,
  written,
} from "./policy-arbitrary.ts";
import {
  keyIds,
  own,
  partners,
  principalTagKeys,
  roles,
  serviceLinkedRole,
  tagValues,
  users,
} from "./pools.ts";

const everything: Statement = { Effect: "Allow", Action: "*", Resource: "*" };

/** A document of one or two random statements, now and then of none but full access. */
export const policyOf = (
  kind: PolicyKind,
  weights: { readonly allow: number; readonly deny: number; readonly full: number },
): fc.Arbitrary<unknown> => {
  const statement = statementArbitrary(kind, weights);
  const random = fc.array(statement, { minLength: 1, maxLength: 2 });
  return written(
    documentOf(
      weighted<readonly Statement[]>(
        [weights.full, fc.constant([everything])],
        [weights.full, statement.map((one) => [everything, one])],
        [10, random],
      ),
    ),
  );
};

const identityPolicy = policyOf("identity", { allow: 5, deny: 1, full: 1 });
const limitingPolicy = policyOf("identity", { allow: 5, deny: 2, full: 4 });

/** The policies of a session as it was assumed. */
export const sessionPolicy = limitingPolicy;

const managedArns = [1, 2].map((n) => `arn:aws:iam::${own}:policy/managed-${n}`);
const boundaryArns = [1, 2].map((n) => `arn:aws:iam::${own}:policy/boundary-${n}`);

const managedPolicy = (
  Arn: string,
  document: fc.Arbitrary<unknown>,
): fc.Arbitrary<Record<string, unknown>> =>
  document.map((Document) => ({
    PolicyName: Arn.slice(Arn.lastIndexOf("/") + 1),
    Arn,
    DefaultVersionId: "v2",
    PolicyVersionList: [
      {
        VersionId: "v1",
        IsDefaultVersion: false,
        Document: { Version: "2012-10-17", Statement: [everything] },
      },
      { VersionId: "v2", IsDefaultVersion: true, Document },
    ],
  }));

const inline = fc
  .array(identityPolicy, { maxLength: 2 })
  .map((documents) =>
    documents.map((PolicyDocument, index) => ({ PolicyName: `inline-${index}`, PolicyDocument })),
  );
const attached = fc
  .subarray(managedArns, { maxLength: 1 })
  .map((arns) => arns.map((PolicyArn) => ({ PolicyName: "attached", PolicyArn })));
const boundary = weighted<unknown>(
  [14, fc.constant(undefined)],
  [
    8,
    fc.constantFrom(...boundaryArns).map((PermissionsBoundaryArn) => ({
      PermissionsBoundaryType: "PermissionsBoundaryPolicy",
      PermissionsBoundaryArn,
    })),
  ],
);
const tags = weighted<unknown>(
  [
    60,
    fc
      .tuple(
        ...principalTagKeys.map((Key) =>
          sometimes(65, fc.constantFrom(...tagValues)).map((Value) =>
            Value === undefined ? [] : [{ Key, Value }],
          ),
        ),
        fc
          .constantFrom(undefined, undefined, ...keyIds)
          .map((Value) => (Value === undefined ? [] : [{ Key: "key", Value }])),
      )
      .map((lists) => lists.flat()),
  ],
  [1, unreadable],
);

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);
const pathOf = (arn: string): string => arn.slice(arn.indexOf("/"), arn.lastIndexOf("/") + 1);

const userArbitrary = (Arn: string): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .record({
      UserPolicyList: inline,
      AttachedManagedPolicies: attached,
      GroupList: weighted<readonly string[]>(
        [3, fc.constant([])],
        [2, fc.constant(["Developers"])],
        [1, fc.constant(["Developers", "Admins"])],
      ),
      PermissionsBoundary: boundary,
      Tags: tags,
    })
    .map((rest) =>
      told({
        UserName: nameOf(Arn),
        Arn,
        UserId: `AIDAEXAMPLE${nameOf(Arn).toUpperCase()}`,
        Path: pathOf(Arn),
        ...rest,
      }),
    );

const roleArbitrary = (Arn: string): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .record({
      RolePolicyList: inline,
      AttachedManagedPolicies: attached,
      PermissionsBoundary: boundary,
      Tags: tags,
    })
    .map((rest) =>
      told({
        RoleName: nameOf(Arn),
        Arn,
        RoleId: `AROAEXAMPLE${nameOf(Arn).toUpperCase()}`,
        Path: pathOf(Arn),
        ...rest,
      }),
    );

const groupArbitrary = (GroupName: string): fc.Arbitrary<Record<string, unknown>> =>
  fc.record({ GroupPolicyList: inline, AttachedManagedPolicies: attached }).map((rest) => ({
    GroupName,
    Arn: `arn:aws:iam::${own}:group/${GroupName}`,
    ...rest,
  }));

/** `iam get-account-authorization-details` of our account. */
export const authorizationDetails: fc.Arbitrary<Record<string, unknown>> = fc.record({
  UserDetailList: fc.tuple(...users.map(userArbitrary)),
  GroupDetailList: fc.tuple(...["Developers", "Admins"].map(groupArbitrary)),
  RoleDetailList: fc.tuple(...[...roles, serviceLinkedRole].map(roleArbitrary)),
  Policies: fc.tuple(
    ...managedArns.map((arn) => managedPolicy(arn, identityPolicy)),
    ...boundaryArns.map((arn) => managedPolicy(arn, limitingPolicy)),
  ),
});

/** That of the other account whose inventory is told. */
export const partnerDetails: fc.Arbitrary<Record<string, unknown>> = fc.record({
  UserDetailList: fc.tuple(userArbitrary(partners[0])),
  RoleDetailList: fc.tuple(roleArbitrary(partners[1])),
  GroupDetailList: fc.tuple(groupArbitrary("Developers")),
  Policies: fc.tuple(
    ...managedArns.map((arn) => managedPolicy(arn, identityPolicy)),
    ...boundaryArns.map((arn) => managedPolicy(arn, limitingPolicy)),
  ),
});
