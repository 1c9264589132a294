import { describe, expect, it } from "vitest";
import { profilesOf, universeOfPrincipals } from "../../../../src/access/who-can/universe.ts";
import type {
  DocumentJson,
  IamTag,
  RoleDetail,
  Snapshot,
  SnapshotKey,
} from "../../../../src/account/snapshot.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { makeSignatures } from "../../../../src/kms/evaluate/class-signature.ts";
import { classPrincipals } from "../../../../src/kms/evaluate/classed-principals.ts";
import { evaluatePrincipals } from "../../../../src/kms/evaluate/evaluate-principals.ts";
import { evaluateTarget } from "../../../../src/kms/evaluate/evaluate-target.ts";
import { prepareTarget } from "../../../../src/kms/layers/prepared-target.ts";
import { compileContext, type RequestContext } from "../../../../src/kms/request/request-facts.ts";
import { keyTarget } from "../../../../src/kms/request/target.ts";
import { compileWorld, findPath, organizationOf } from "../../../../src/kms/world/world.ts";

const account = "111122223333";
const arn = (name: string) => `arn:aws:iam::${account}:${name}`;
const keyArn = (id: string) => `arn:aws:kms:us-west-2:${account}:key/${id}`;
const endpoint = "vpce-1234abcdf5678c90a";
const asItIs = { asIfEnabled: false };

type Statements = readonly Readonly<Record<string, unknown>>[];

const document = (statements: Statements): DocumentJson =>
  ({ Version: "2012-10-17", Statement: statements }) as DocumentJson;
const allow = (more: object = {}) => ({ Effect: "Allow", Action: "kms:*", Resource: "*", ...more });
const deny = (more: object = {}) => ({ ...allow(more), Effect: "Deny" });
const delegation = allow({ Principal: { AWS: arn("root") } });
const team = (value: string): readonly IamTag[] => [{ Key: "team", Value: value }];

/** What differs from account to account. */
interface Varied {
  /** The statements of the key policy beside the delegation to the account. */
  readonly keyPolicy?: Statements;
  /** The policy of the plain and the tagged roles. */
  readonly identity?: Statements;
  readonly boundary?: Statements;
  readonly serviceControl?: Statements;
  readonly resourceControl?: Statements;
  readonly endpoint?: Statements;
  readonly grants?: SnapshotKey["grants"];
  readonly keyTags?: readonly { readonly TagKey: string; readonly TagValue: string }[];
  readonly context?: RequestContext["given"];
}

/** Four plain roles, two of each team, and some of which each differs from them in one thing. */
function roleDetails(varied: Varied): readonly RoleDetail[] {
  const policy = (statements: Statements) => ({
    RolePolicyList: [{ PolicyName: "own", PolicyDocument: document(statements) }],
  });
  const identity = policy(varied.identity ?? [allow()]);
  const role = (name: string, more: object = {}): RoleDetail => ({
    RoleName: name,
    Arn: arn(`role/${name}`),
    RoleId: `AROA${name.toUpperCase()}`,
    ...identity,
    ...more,
  });
  return [
    ...["plain-1", "plain-2", "plain-3", "plain-4"].map((name) => role(name)),
    ...["alpha", "beta", "alpha*"].flatMap((value, index) => [
      role(`team-${index}a`, { Tags: team(value) }),
      role(`team-${index}b`, { Tags: team(value) }),
    ]),
    role("empty", { Tags: team("") }),
    role("untold", { Tags: { unreadable: "AccessDenied" } }),
    role("signer", { PermissionsBoundary: { PermissionsBoundaryArn: arn("policy/other") } }),
    role("bounded", { PermissionsBoundary: { PermissionsBoundaryArn: arn("policy/boundary") } }),
    role("reader", policy([allow({ Action: "kms:Get*" })])),
    role("elsewhere", policy([allow({ Resource: keyArn("other") })])),
    role("here", policy([allow({ Resource: keyArn("this") })])),
    role("unread-1", { RolePolicyList: { unreadable: "AccessDenied" } }),
    role("unread-2", { RolePolicyList: { unreadable: "AccessDenied" } }),
  ];
}

/** Evaluates a key for all principals of the account, together and one by one. */
function evaluate(varied: Varied) {
  const everything = document([allow()]);
  const snapshot: Snapshot = {
    schemaVersion: 1,
    account,
    region: "us-west-2",
    partition: "aws",
    organization: {
      id: "o-exampleorgid",
      path: "o-exampleorgid/r-ab12/",
      serviceControlPolicies: [
        [{ name: "scp", document: document([allow(), ...(varied.serviceControl ?? [])]) }],
      ],
      resourceControlPolicies: [
        [{ name: "rcp", document: document(varied.resourceControl ?? []) }],
      ],
    },
    authorizationDetails: {
      UserDetailList: ["alice", "bob"].map((name) => ({
        UserName: name,
        Arn: arn(`user/${name}`),
        UserId: `AIDA${name.toUpperCase()}`,
        UserPolicyList: [{ PolicyName: "own", PolicyDocument: everything }],
      })),
      RoleDetailList: roleDetails(varied),
      Policies: [
        {
          Arn: arn("policy/other"),
          DefaultVersionId: "v1",
          PolicyVersionList: [
            {
              VersionId: "v1",
              IsDefaultVersion: true,
              Document: document([allow({ Action: "kms:DescribeKey" })]),
            },
          ],
        },
        {
          Arn: arn("policy/boundary"),
          DefaultVersionId: "v1",
          PolicyVersionList: [
            {
              VersionId: "v1",
              IsDefaultVersion: true,
              Document: document(varied.boundary ?? [allow({ Action: "kms:Decrypt" })]),
            },
          ],
        },
      ],
    },
    keys: [
      {
        metadata: {
          Arn: keyArn("this"),
          KeyState: "Enabled",
          KeySpec: "SYMMETRIC_DEFAULT",
          KeyUsage: "ENCRYPT_DECRYPT",
          KeyManager: "CUSTOMER",
        },
        policy: document([delegation, ...(varied.keyPolicy ?? [])]),
        tags: varied.keyTags ?? [],
        aliases: [],
        grants: varied.grants ?? [],
      },
    ],
    vpcEndpoints: [
      {
        VpcEndpointId: endpoint,
        PolicyDocument: document(varied.endpoint ?? [allow({ Principal: "*" })]),
      },
    ],
  };
  const world = compileWorld([snapshot], createCompiler());
  const profiles = profilesOf(world, universeOfPrincipals(world));
  const key = world.keys.get(keyArn("this"));
  if (key === undefined) throw new Error("no key");
  const request = compileContext({ given: varied.context ?? {}, complete: false });
  const path = findPath(world, varied.endpoint === undefined ? null : endpoint);
  const target = prepareTarget(keyTarget(key, organizationOf(world, account), path, request));
  const principals = classPrincipals(profiles, world.compiler);
  const { evaluations, of } = evaluatePrincipals(target, principals, asItIs);
  return {
    target,
    principals,
    evaluations: evaluations.length,
    together: profiles.map(
      ({ principal }, index) => [principal.id, evaluations[of[index] ?? -1]?.final] as const,
    ),
    oneByOne: profiles.map(
      (profile) =>
        [
          profile.principal.id,
          evaluateTarget(target, { profile, sessionPolicies: null, grantId: null }, asItIs).final,
        ] as const,
    ),
  };
}

const when = (operator: string, key: string, ...values: readonly string[]) => ({
  Condition: { [operator]: { [key]: values } },
});
const ownTeam = "${aws:PrincipalTag/team}";

describe("the signatures of a target", () => {
  it("leave what concerns other targets as it is", () => {
    const { principals, target } = evaluate({});
    const { isOpen } = principals.policies;
    const before = isOpen.slice();
    const { isConcerned } = makeSignatures(target, principals);
    expect(isOpen).toEqual(before);
    // The policy that writes this key out concerns it too.
    expect(isConcerned.filter((one) => one === 1)).toHaveLength(
      before.filter((one) => one === 1).length + 1,
    );
  });
});

describe("principals are evaluated together as they are one by one", () => {
  it.each<readonly [what: string, varied: Varied, evaluations: number]>([
    ["who differ in policies, tags and boundary", {}, 11],
    [
      "by a tag that equals",
      { identity: [allow(when("StringEquals", "aws:PrincipalTag/team", "alpha"))] },
      12,
    ],
    [
      "by a tag that differs",
      { identity: [allow(), deny(when("StringNotEquals", "aws:PrincipalTag/team", "beta"))] },
      13,
    ],
    [
      "by the empty tag",
      { identity: [allow(when("StringEquals", "aws:PrincipalTag/team", ""))] },
      12,
    ],
    [
      "by a tag without its case",
      { identity: [allow(when("StringEqualsIgnoreCase", "aws:PrincipalTag/team", "BETA"))] },
      12,
    ],
    [
      "by a pattern of a tag",
      { identity: [allow(when("StringLike", "aws:PrincipalTag/team", "alpha*"))] },
      12,
    ],
    [
      "by whether a tag is there",
      { identity: [allow(when("Null", "aws:PrincipalTag/team", "true"))] },
      12,
    ],
    [
      "by two tags",
      {
        identity: [
          allow({
            Condition: {
              StringEquals: { "aws:PrincipalTag/team": "alpha" },
              Null: { "aws:PrincipalTag/level": "true" },
            },
          }),
        ],
      },
      12,
    ],
    [
      "by a tag like the key's",
      {
        identity: [allow(when("StringEquals", "aws:ResourceTag/team", ownTeam))],
        keyTags: [{ TagKey: "team", TagValue: "alpha" }],
      },
      12,
    ],
    [
      "by a tag unlike the key's",
      {
        identity: [allow(when("StringNotLike", "aws:ResourceTag/team", ownTeam))],
        keyTags: [{ TagKey: "team", TagValue: "alpha*" }],
      },
      13,
    ],
    [
      "by a tag that begins the key's",
      {
        identity: [allow(when("StringLike", "aws:ResourceTag/team", `${ownTeam}*`))],
        keyTags: [{ TagKey: "team", TagValue: "alpha-2" }],
      },
      12,
    ],
    [
      "by a tag of theirs beside another value",
      {
        identity: [allow(when("StringEquals", "aws:ResourceTag/team", ownTeam, "beta"))],
        keyTags: [{ TagKey: "team", TagValue: "beta" }],
      },
      11,
    ],
    [
      "by a tag and one of the request",
      { identity: [allow(when("StringEquals", "aws:RequestTag/team", ownTeam))] },
      15,
    ],
    [
      "by a tag that the request tells",
      {
        identity: [allow(when("StringEquals", "aws:PrincipalTag/team", "alpha"))],
        context: { "aws:PrincipalTag/team": "alpha" },
      },
      11,
    ],
    [
      "by who they are",
      {
        identity: [allow(when("ArnLike", "aws:PrincipalArn", arn("role/*-1"), arn("role/team-*")))],
      },
      12,
    ],
    [
      "by their names",
      { identity: [allow(when("StringNotLike", "aws:userid", "AROAPLAIN*"))] },
      12,
    ],
    ["by a pattern of the key", { identity: [allow({ Resource: "arn:aws:kms:*:*:key/th*" })] }, 11],
    [
      "by a variable for the key",
      { identity: [allow({ Resource: `arn:aws:kms:*:*:key/${ownTeam}` })] },
      11,
    ],
    [
      "by grants that name them",
      {
        grants: [
          { GrantId: "a", GranteePrincipal: arn("role/plain-1"), Operations: ["Decrypt"] },
          {
            GrantId: "b",
            GranteePrincipal: arn("user/alice"),
            RetiringPrincipal: arn("role/plain-2"),
            Operations: ["Encrypt"],
          },
          { GrantId: "c", GranteePrincipal: "AROAPLAIN-3", Operations: ["Verify"] },
        ],
      },
      14,
    ],
    ["by grants that could not be read", { grants: { unreadable: "AccessDenied" } }, 11],
    [
      "by who they are in two statements",
      {
        identity: [
          allow({
            Action: "kms:Decrypt",
            ...when("ArnLike", "aws:PrincipalArn", arn("role/plain-1")),
          }),
          allow({
            Action: "kms:Encrypt",
            ...when("ArnLike", "aws:PrincipalArn", arn("role/plain-2")),
          }),
        ],
      },
      13,
    ],
    [
      "by who they are, as the request tells",
      {
        identity: [allow(when("ArnLike", "aws:PrincipalArn", arn("role/plain-1")))],
        context: { "aws:PrincipalArn": arn("role/plain-1") },
      },
      11,
    ],
    [
      "by a boundary that asks",
      { boundary: [allow(when("StringEquals", "aws:PrincipalTag/team", "alpha"))] },
      11,
    ],
    [
      "by SCPs that ask",
      {
        serviceControl: [
          deny(when("StringEquals", "aws:PrincipalTag/team", "alpha")),
          deny(when("ArnLike", "aws:PrincipalArn", arn("role/plain-2"))),
        ],
      },
      14,
    ],
    [
      "by RCPs that ask",
      {
        resourceControl: [
          deny({ Principal: "*", ...when("ArnNotLike", "aws:PrincipalArn", arn("role/plain-*")) }),
        ],
      },
      12,
    ],
    [
      "by a key policy that names and asks",
      {
        keyPolicy: [
          deny({
            Principal: { AWS: [arn("role/plain-1"), arn("role/plain-2")] },
            Action: "kms:Encrypt",
          }),
          allow({ Principal: "*", ...when("ArnLike", "aws:PrincipalArn", arn("role/plain-2")) }),
          deny({ Principal: "*", ...when("StringEquals", "aws:PrincipalTag/team", "beta") }),
        ],
      },
      15,
    ],
    [
      "by an endpoint policy that names and asks",
      {
        endpoint: [
          allow({ Principal: { AWS: [arn("role/plain-1"), arn("role/team-0a")] } }),
          allow({ Principal: "*", ...when("StringLike", "aws:PrincipalTag/team", "b*") }),
        ],
      },
      14,
    ],
  ])("%s", (_, varied, evaluations) => {
    const evaluated = evaluate(varied);
    expect(evaluated.together).toEqual(evaluated.oneByOne);
    expect(evaluated.evaluations).toBe(evaluations);
  });
});
