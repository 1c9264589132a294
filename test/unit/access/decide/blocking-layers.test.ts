import { describe, expect, it } from "vitest";
import { isRequestError } from "../../../../src/access/decide/request.ts";
import type { Layer } from "../../../../src/kms/decision.ts";
import { decideJson } from "../../../support/decide-json.ts";

const account = "111122223333";
const keyArn = `arn:aws:kms:us-west-2:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const boundaryArn = `arn:aws:iam::${account}:policy/boundary`;

const allow = { Effect: "Allow", Action: "kms:*", Resource: "*" };
const deny = { Effect: "Deny", Action: "kms:Decrypt", Resource: "*" };
const nothing = { Effect: "Allow", Action: "s3:*", Resource: "*" };
const document = (...statements: readonly object[]) => ({
  Version: "2012-10-17",
  Statement: statements,
});
const delegating = { ...allow, Principal: { AWS: account } };
const naming = { ...allow, Principal: { AWS: `arn:aws:iam::${account}:role/app` } };

interface Situation {
  readonly keyPolicy?: readonly object[];
  readonly identity?: readonly object[];
  readonly boundary?: readonly object[];
  readonly session?: readonly object[];
  readonly serviceControl?: readonly (readonly object[])[];
  readonly resourceControl?: readonly object[];
  readonly endpoint?: readonly object[];
  readonly metadata?: object;
  readonly grants?: readonly object[];
  readonly principal?: string;
  readonly action?: string;
  readonly via?: string;
}

/** What blocks a role; everything that is not told allows. */
function blockedBy(situation: Situation): readonly Layer[] {
  const everyone = { Principal: "*" };
  const snapshot = {
    schemaVersion: 1,
    account,
    region: "us-west-2",
    partition: "aws",
    organization: {
      id: "o-exampleorgid",
      managementAccount: "999999999999",
      serviceControlPolicies: (situation.serviceControl ?? []).map((statements, level) => [
        { name: `scp-${level}`, document: document(...statements) },
      ]),
      resourceControlPolicies: situation.resourceControl
        ? [
            [
              {
                name: "rcp",
                document: document(
                  ...situation.resourceControl.map((one) => ({ ...one, ...everyone })),
                ),
              },
            ],
          ]
        : [],
    },
    authorizationDetails: {
      UserDetailList: [],
      GroupDetailList: [],
      RoleDetailList: [
        {
          RoleName: "app",
          Arn: `arn:aws:iam::${account}:role/app`,
          RoleId: "AROAEXAMPLEAPP0000000",
          RolePolicyList: [
            { PolicyName: "own", PolicyDocument: document(...(situation.identity ?? [allow])) },
          ],
          AttachedManagedPolicies: [],
          ...(situation.boundary && {
            PermissionsBoundary: { PermissionsBoundaryArn: boundaryArn },
          }),
        },
      ],
      Policies: [
        {
          Arn: boundaryArn,
          DefaultVersionId: "v1",
          PolicyVersionList: [
            { VersionId: "v1", Document: document(...(situation.boundary ?? [])) },
          ],
        },
      ],
    },
    keys: [
      {
        metadata: {
          Arn: keyArn,
          KeyState: "Enabled",
          KeyManager: "CUSTOMER",
          KeySpec: "SYMMETRIC_DEFAULT",
          KeyUsage: "ENCRYPT_DECRYPT",
          Origin: "AWS_KMS",
          MultiRegion: false,
          ...situation.metadata,
        },
        policy: document(...(situation.keyPolicy ?? [delegating])),
        tags: [],
        aliases: [],
        grants: situation.grants ?? [],
      },
    ],
    vpcEndpoints: [
      {
        VpcEndpointId: "vpce-0a1b2c3d",
        ServiceName: "com.amazonaws.us-west-2.kms",
        PolicyDocument: document(
          ...(situation.endpoint ?? [allow]).map((one) => ({ ...one, ...everyone })),
        ),
      },
    ],
  };
  const decision = decideJson([snapshot], {
    principal: situation.principal ?? `arn:aws:iam::${account}:role/app`,
    action: situation.action ?? "kms:Decrypt",
    key: keyArn,
    ...(situation.via && { via: situation.via }),
    ...(situation.session && { sessionPolicies: [document(...situation.session)] }),
    contextComplete: true,
  });
  if (isRequestError(decision)) throw new Error(decision.message);
  return decision.blockedBy;
}

describe("blockedBy", () => {
  it("is empty where nothing blocks", () => {
    expect(blockedBy({})).toEqual([]);
    expect(blockedBy({ keyPolicy: [naming], identity: [] })).toEqual([]);
  });

  it.each<[string, Situation, readonly Layer[]]>([
    ["no identity-based policy allows", { identity: [nothing] }, ["identity-policy"]],
    ["an identity-based policy denies", { identity: [allow, deny] }, ["identity-policy"]],
    ["the boundary does not allow", { boundary: [nothing] }, ["permissions-boundary"]],
    ["the boundary denies", { boundary: [allow, deny] }, ["permissions-boundary"]],
    ["a session policy does not allow", { session: [nothing] }, ["session-policy"]],
    [
      "one level of SCPs does not allow",
      { serviceControl: [[allow], [nothing]] },
      ["service-control-policy"],
    ],
    ["an SCP denies", { serviceControl: [[allow, deny]] }, ["service-control-policy"]],
    ["an RCP denies", { resourceControl: [deny] }, ["resource-control-policy"]],
    [
      "the endpoint's policy does not allow",
      { endpoint: [nothing], via: "vpce-0a1b2c3d" },
      ["vpc-endpoint-policy"],
    ],
    [
      "the key policy denies",
      { keyPolicy: [delegating, { ...deny, Principal: "*" }] },
      ["key-policy"],
    ],
    ["the key policy names nobody", { keyPolicy: [] }, ["key-policy"]],
    ["the key is disabled", { metadata: { KeyState: "Disabled" } }, ["key-state"]],
    ["KMS never does it", { action: "kms:Sign" }, ["operation"]],
  ])("%s", (_, situation, layers) => {
    expect(blockedBy(situation)).toEqual(layers);
  });

  it.each<[string, Situation, readonly Layer[]]>([
    [
      "neither the boundary nor the identity-based policy allows",
      { identity: [nothing], boundary: [nothing] },
      ["identity-policy", "permissions-boundary"],
    ],
    [
      "two filters and the key's state block",
      {
        serviceControl: [[nothing]],
        resourceControl: [deny],
        metadata: { KeyState: "PendingDeletion" },
      },
      ["service-control-policy", "resource-control-policy", "key-state"],
    ],
    [
      "the key policy and the endpoint deny",
      { keyPolicy: [{ ...deny, Principal: "*" }], endpoint: [nothing], via: "vpce-0a1b2c3d" },
      ["key-policy", "vpc-endpoint-policy"],
    ],
    [
      "everything the role has denies",
      { identity: [deny], boundary: [deny], session: [deny] },
      ["identity-policy", "permissions-boundary", "session-policy"],
    ],
  ])("%s: every layer, in the order in which they are told", (_, situation, layers) => {
    expect(blockedBy(situation)).toEqual(layers);
  });

  it("is the smallest set: a key policy that names the role stands for IAM", () => {
    const situation = { identity: [nothing], keyPolicy: [] };
    expect(blockedBy(situation)).toEqual(["key-policy"]);
  });

  it("prefers, among equally small sets, what is usually changed first", () => {
    // Either an identity-based policy or a key policy that names the role would do.
    expect(blockedBy({ identity: [nothing] })).toEqual(["identity-policy"]);
  });

  it("names no grant where another layer could give the action", () => {
    const grant = {
      GrantId: "grant-1",
      GranteePrincipal: `arn:aws:iam::${account}:role/other`,
      Operations: ["Decrypt"],
    };
    expect(blockedBy({ identity: [nothing], keyPolicy: [], grants: [grant] })).toEqual([
      "key-policy",
    ]);
  });

  it("needs both sides for another account's principal", () => {
    const partner = "arn:aws:iam::444455556666:root";
    expect(blockedBy({ principal: partner, keyPolicy: [delegating] })).toEqual(["key-policy"]);
    expect(
      blockedBy({
        principal: partner,
        action: "kms:PutKeyPolicy",
        keyPolicy: [{ ...allow, Principal: { AWS: partner } }],
      }),
    ).toEqual(["operation"]);
  });

  it("looks past Deny statements in the same layer", () => {
    expect(blockedBy({ identity: [deny, { ...deny, Action: "kms:*" }] })).toEqual([
      "identity-policy",
    ]);
  });
});
