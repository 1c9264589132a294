import { describe, expect, it } from "vitest";
import { applyChange } from "../../../../src/account/apply/apply-change.ts";
import type { IamChange } from "../../../../src/account/change.ts";
import type {
  AuthorizationDetails,
  ManagedPolicyDetail,
} from "../../../../src/account/snapshot.ts";
import {
  account,
  authorizationDetails,
  boundaryArn,
  deepFreeze,
  denyPolicy,
  managedArn,
  readPolicy,
  sample,
} from "../sample-snapshot.ts";

deepFreeze(sample);

const [managed] = authorizationDetails.Policies as readonly [ManagedPolicyDetail];
const v2 = { VersionId: "v2", IsDefaultVersion: true, Document: readPolicy };
const v1 = { VersionId: "v1", IsDefaultVersion: false, Document: denyPolicy };
const document = '{"Statement":[]}';

function policiesAfter(change: IamChange, policies = authorizationDetails.Policies) {
  const details: AuthorizationDetails = {
    ...authorizationDetails,
    ...(policies === undefined ? {} : { Policies: policies }),
  };
  const after = applyChange({ ...sample, authorizationDetails: details }, change);
  return (after.authorizationDetails as AuthorizationDetails).Policies;
}

describe("iam-policy-created and iam-policy-deleted", () => {
  it("add a policy with its first version", () => {
    expect(
      policiesAfter({
        kind: "iam-policy-created",
        arn: boundaryArn,
        policyName: "boundary",
        document,
        versionId: "v1",
      }),
    ).toEqual([
      managed,
      {
        PolicyName: "boundary",
        Arn: boundaryArn,
        DefaultVersionId: "v1",
        PolicyVersionList: [{ Document: document, VersionId: "v1", IsDefaultVersion: true }],
      },
    ]);
  });

  it("remove a policy", () => {
    expect(policiesAfter({ kind: "iam-policy-deleted", arn: managedArn })).toEqual([]);
  });
});

describe("iam-policy-version-created", () => {
  const created = {
    kind: "iam-policy-version-created",
    arn: managedArn,
    document,
  } as const;

  it("adds a version that is not in force", () => {
    expect(policiesAfter({ ...created, versionId: "v5", setAsDefault: false })).toEqual([
      {
        ...managed,
        PolicyVersionList: [
          v2,
          v1,
          { Document: document, VersionId: "v5", IsDefaultVersion: false },
        ],
      },
    ]);
  });

  it("adds the version in force, by the number after the highest when the event has none", () => {
    expect(policiesAfter({ ...created, versionId: null, setAsDefault: true })).toEqual([
      {
        ...managed,
        DefaultVersionId: "v3",
        PolicyVersionList: [
          { ...v2, IsDefaultVersion: false },
          v1,
          { Document: document, VersionId: "v3", IsDefaultVersion: true },
        ],
      },
    ]);
  });

  it("counts version numbers as numbers", () => {
    const versions = ["v9", "v10"].map((VersionId) => ({ VersionId }));
    const after = policiesAfter({ ...created, versionId: null, setAsDefault: false }, [
      { Arn: managedArn, PolicyVersionList: versions },
    ]);
    expect(after).toEqual([
      {
        Arn: managedArn,
        PolicyVersionList: [
          ...versions,
          { Document: document, VersionId: "v11", IsDefaultVersion: false },
        ],
      },
    ]);
  });

  it("takes the document of a version that is there from the event", () => {
    expect(policiesAfter({ ...created, versionId: "v1", setAsDefault: false })).toEqual([
      { ...managed, PolicyVersionList: [v2, { ...v1, Document: document }] },
    ]);
  });

  it("forgets the version in force when nobody knows the new one's id", () => {
    const unreadable = { unreadable: "AccessDenied" };
    const blind = [{ Arn: managedArn, DefaultVersionId: "v2", PolicyVersionList: unreadable }];
    expect(policiesAfter({ ...created, versionId: null, setAsDefault: true }, blind)).toStrictEqual(
      [{ Arn: managedArn, PolicyVersionList: unreadable }],
    );
    expect(policiesAfter({ ...created, versionId: "v3", setAsDefault: true }, blind)).toEqual([
      { Arn: managedArn, DefaultVersionId: "v3", PolicyVersionList: unreadable },
    ]);
    expect(policiesAfter({ ...created, versionId: null, setAsDefault: false }, blind)).toBe(blind);
  });
});

describe("iam-policy-default-version-set and iam-policy-version-deleted", () => {
  it("put another version in force", () => {
    expect(
      policiesAfter({ kind: "iam-policy-default-version-set", arn: managedArn, versionId: "v1" }),
    ).toEqual([
      {
        ...managed,
        DefaultVersionId: "v1",
        PolicyVersionList: [
          { ...v2, IsDefaultVersion: false },
          { ...v1, IsDefaultVersion: true },
        ],
      },
    ]);
  });

  it("remove a version", () => {
    expect(
      policiesAfter({ kind: "iam-policy-version-deleted", arn: managedArn, versionId: "v1" }),
    ).toEqual([{ ...managed, PolicyVersionList: [v2] }]);
  });
});

describe("a change that alters nothing", () => {
  it.each<[string, IamChange]>([
    [
      "the policy is there",
      {
        kind: "iam-policy-created",
        arn: managedArn,
        policyName: "decrypt",
        document,
        versionId: "v1",
      },
    ],
    [
      "the policy is of another account",
      {
        kind: "iam-policy-created",
        arn: "arn:aws:iam::444455556666:policy/p",
        policyName: "p",
        document,
        versionId: "v1",
      },
    ],
    ["no such policy goes", { kind: "iam-policy-deleted", arn: boundaryArn }],
    [
      "the policy is not listed",
      {
        kind: "iam-policy-version-created",
        arn: `arn:aws:iam::${account}:policy/other`,
        versionId: "v2",
        document,
        setAsDefault: true,
      },
    ],
    [
      "the version is in force",
      { kind: "iam-policy-default-version-set", arn: managedArn, versionId: "v2" },
    ],
    [
      "the version is there and in force",
      {
        kind: "iam-policy-version-created",
        arn: managedArn,
        versionId: "v2",
        document: JSON.stringify(readPolicy),
        setAsDefault: true,
      },
    ],
    [
      "no such version goes",
      { kind: "iam-policy-version-deleted", arn: managedArn, versionId: "v9" },
    ],
  ])("gives the same snapshot when %s", (_, change) => {
    expect(applyChange(sample, change)).toBe(sample);
  });
});
