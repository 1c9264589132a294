import { describe, expect, it } from "vitest";
import { applyChange } from "../../../src/account/apply/apply-change.ts";
import type { Change } from "../../../src/account/change.ts";
import type { AuthorizationDetails, Snapshot } from "../../../src/account/snapshot.ts";
import { createCompiler } from "../../../src/kms/compiler.ts";
import { compileWorld, type World } from "../../../src/kms/world/world.ts";

const account = "111122223333";
const region = "us-west-2";
const iam = (name: string) => `arn:aws:iam::${account}:${name}`;
const keyArn = (id: string) => `arn:aws:kms:${region}:${account}:key/${id}`;
const allow = (action: string) => ({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: action, Resource: "*" },
});

const managed = (name: string, action: string) => ({
  Arn: iam(`policy/${name}`),
  DefaultVersionId: "v1",
  PolicyVersionList: [{ VersionId: "v1", IsDefaultVersion: true, Document: allow(action) }],
});

const role = (name: string, policy: string) => ({
  RoleName: name,
  Arn: iam(`role/${name}`),
  AttachedManagedPolicies: [{ PolicyArn: iam(`policy/${policy}`) }],
});

const details: AuthorizationDetails = {
  UserDetailList: [{ UserName: "alice", Arn: iam("user/alice"), GroupList: ["readers", "gone"] }],
  GroupDetailList: [
    {
      GroupName: "readers",
      Arn: iam("group/readers"),
      GroupPolicyList: [{ PolicyName: "read", PolicyDocument: allow("kms:Describe*") }],
    },
  ],
  RoleDetailList: [role("app", "use"), role("batch", "use"), role("audit", "see")],
  Policies: [managed("use", "kms:Decrypt"), managed("see", "kms:List*")],
};

const snapshot: Snapshot = {
  schemaVersion: 1,
  account,
  region,
  partition: "aws",
  authorizationDetails: details,
  keys: ["a", "b"].map((id) => ({
    metadata: { Arn: keyArn(id) },
    policy: allow("kms:*"),
    tags: [],
    aliases: [],
    grants: [],
  })),
};

/** The keys and principals that are compiled anew for an account after a change. */
function recompiledBy(change: Change): readonly string[] {
  const compiler = createCompiler();
  const before = compileWorld([snapshot], compiler);
  const after = compileWorld([applyChange(snapshot, change)], compiler);
  return [
    ...[...after.keys].filter(([arn, key]) => before.keys.get(arn) !== key).map(([arn]) => arn),
    ...[...principalsOf(after)]
      .filter(([arn, principal]) => principalsOf(before).get(arn) !== principal)
      .map(([arn]) => arn),
  ];
}

function principalsOf({ accounts }: World) {
  const directory = accounts.get(account)?.directory;
  if (directory === undefined || "unknown" in directory) throw new Error("no inventory");
  return directory.byArn;
}

const identity = (type: "role" | "group", name: string) => ({ type, name });

describe("after a change only what changed is compiled again", () => {
  it.for<{
    readonly what: string;
    readonly change: Change;
    readonly recompiled: readonly string[];
  }>([
    {
      what: "a key's tag: the key",
      change: { kind: "key-tags-set", keyArn: keyArn("b"), tags: [{ TagKey: "T", TagValue: "1" }] },
      recompiled: [keyArn("b")],
    },
    {
      what: "a role's tag: the role",
      change: {
        kind: "iam-tags-set",
        identity: identity("role", "app"),
        tags: [{ Key: "Team", Value: "alpha" }],
      },
      recompiled: [iam("role/app")],
    },
    {
      what: "a policy's version: who has it attached",
      change: {
        kind: "iam-policy-version-created",
        arn: iam("policy/use"),
        versionId: "v2",
        document: JSON.stringify(allow("kms:Encrypt")),
        setAsDefault: true,
      },
      recompiled: [iam("role/app"), iam("role/batch")],
    },
    {
      what: "a group's policy: its members",
      change: {
        kind: "iam-inline-policy-put",
        identity: identity("group", "readers"),
        policyName: "read",
        document: JSON.stringify(allow("kms:Get*")),
      },
      recompiled: [iam("user/alice")],
    },
  ])("$what", ({ change, recompiled }) => {
    expect(recompiledBy(change)).toEqual(recompiled);
  });
});
