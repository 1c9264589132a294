import { describe, expect, it } from "vitest";
import { isRequestError, parseRequest } from "../../../../src/access/decide/request.ts";
import { explainRequest } from "../../../../src/access/explain/explain-request.ts";
import type { Snapshot } from "../../../../src/account/snapshot.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { compileWorld } from "../../../../src/kms/world/world.ts";

const account = "111122223333";
const keyArn = `arn:aws:kms:us-west-2:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const app = `arn:aws:iam::${account}:role/app`;
const document = (...statements: readonly object[]) => ({
  Version: "2012-10-17",
  Statement: statements,
});
const allow = { Effect: "Allow", Action: "kms:*", Resource: "*" };
const delegating = { ...allow, Sid: "Delegate", Principal: { AWS: account } };

interface Situation {
  readonly keyPolicy?: readonly object[];
  readonly identity?: readonly object[];
  readonly scp?: readonly object[];
  readonly grants?: readonly object[];
  readonly request?: object;
  readonly metadata?: object;
}

function explain(situation: Situation = {}) {
  const snapshot = {
    schemaVersion: 1,
    account,
    region: "us-west-2",
    partition: "aws",
    organization: {
      id: "o-exampleorgid",
      managementAccount: "999999999999",
      serviceControlPolicies: [
        [{ name: "FullAWSAccess", document: document({ ...allow, Action: "*" }) }],
        [{ name: "scp", document: document(...(situation.scp ?? [allow])) }],
      ],
    },
    authorizationDetails: {
      UserDetailList: [],
      GroupDetailList: [],
      RoleDetailList: [
        {
          RoleName: "app",
          Arn: app,
          RoleId: "AROAEXAMPLEAPP0000000",
          RolePolicyList: [
            { PolicyName: "own", PolicyDocument: document(...(situation.identity ?? [allow])) },
          ],
          AttachedManagedPolicies: [],
        },
      ],
      Policies: [],
    },
    keys: [
      {
        metadata: {
          Arn: keyArn,
          KeyState: "Enabled",
          KeyManager: "CUSTOMER",
          KeySpec: "SYMMETRIC_DEFAULT",
          KeyUsage: "ENCRYPT_DECRYPT",
          ...situation.metadata,
        },
        policy: document(...(situation.keyPolicy ?? [delegating])),
        tags: [],
        aliases: [],
        grants: situation.grants ?? [],
      },
    ],
    vpcEndpoints: [],
  };
  const request = parseRequest({
    principal: app,
    action: "kms:Decrypt",
    key: keyArn,
    ...situation.request,
  });
  if (isRequestError(request)) throw new Error(request.message);
  const world = compileWorld([snapshot as unknown as Snapshot], createCompiler());
  const explanation = explainRequest(world, request);
  if (isRequestError(explanation)) throw new Error(explanation.message);
  return explanation;
}

/** The layers by name, each with its decision. */
const layersOf = (situation: Situation) =>
  explain(situation).layers.map(({ layer, decision }) => `${layer} ${decision}`);

/** What is told of the statements of one layer. */
const statementsOf = (situation: Situation, layer: string) =>
  explain(situation)
    .layers.filter((one) => one.layer === layer)
    .flatMap(({ statements }) => statements);

describe("the layers of an explanation", () => {
  it("name the resource that they are about where an operation has several", () => {
    const request = { action: "kms:CreateAlias", alias: "alias/new" };
    const { layers } = explain({ request });
    expect([...new Set(layers.map(({ resource }) => resource))]).toEqual([
      keyArn,
      "arn:aws:kms:us-west-2:111122223333:alias/new",
    ]);
    expect(explain({}).layers.every((layer) => !("resource" in layer))).toBe(true);
  });

  it("are told in order, with what each decides", () => {
    expect(layersOf({})).toEqual([
      "key-policy allowed",
      "identity-policy allowed",
      "service-control-policy allowed",
      "service-control-policy allowed",
    ]);
  });

  it.each<[string, Situation, string]>([
    ["no Allow", { identity: [{ ...allow, Action: "s3:*" }] }, "identity-policy implicitDeny"],
    ["a Deny", { identity: [allow, { ...allow, Effect: "Deny" }] }, "identity-policy explicitDeny"],
    [
      "an open condition",
      { identity: [{ ...allow, Condition: { Bool: { "aws:SecureTransport": "true" } } }] },
      "identity-policy conditional",
    ],
    [
      "a Deny that may apply",
      {
        identity: [
          allow,
          { ...allow, Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } },
        ],
      },
      "identity-policy conditional",
    ],
    ["an SCP", { scp: [{ ...allow, Action: "s3:*" }] }, "service-control-policy implicitDeny"],
    ["a disabled key", { metadata: { KeyState: "Disabled" } }, "key-state implicitDeny"],
    [
      "an operation that KMS never does",
      { request: { action: "kms:Sign" } },
      "operation implicitDeny",
    ],
  ])("%s", (_, situation, layer) => {
    expect(layersOf(situation)).toContain(layer);
  });

  it("names grants that reach the principal", () => {
    const grant = { GrantId: "grant-1", GranteePrincipal: app, Operations: ["Encrypt"] };
    expect(layersOf({ grants: [grant] })).toContain("grant implicitDeny");
    expect(statementsOf({ grants: [grant] }, "grant")).toEqual([
      {
        policy: "grant-1",
        sid: null,
        statement: null,
        effect: "Allow",
        matched: false,
        decidedBy: "Operations: `Decrypt` is not among them",
      },
    ]);
    expect(
      statementsOf({ grants: [{ ...grant, Operations: ["Decrypt"] }] }, "grant"),
    ).toMatchObject([{ matched: true, decidedBy: "GranteePrincipal" }]);
    const bound = {
      ...grant,
      Operations: ["Decrypt", "DescribeKey"],
      Constraints: { EncryptionContextSubset: { team: "a" } },
    };
    const of = (team: string) => ({ "kms:EncryptionContext:team": team });
    expect(statementsOf({ grants: [bound], request: { context: of("b") } }, "grant")).toMatchObject(
      [{ matched: false, decidedBy: "Constraints: the request does not meet them" }],
    );
    expect(statementsOf({ grants: [bound] }, "grant")).toMatchObject([
      {
        matched: "unknown",
        decidedBy:
          "ForAnyValue:StringEquals on `kms:EncryptionContextKeys`; StringEquals on `kms:EncryptionContext:team` is not known",
      },
    ]);
    const { Operations: _, ...untold } = grant;
    expect(statementsOf({ grants: [untold] }, "grant")).toMatchObject([
      {
        matched: "unknown",
        decidedBy: "which operations the grant `grant-1` gives is not known",
      },
    ]);
    const others = { grants: [{ ...grant, GranteePrincipal: `${app}x` }] };
    expect(layersOf(others).join()).not.toContain("grant");
    const retiring = { ...others, request: { action: "kms:RetireGrant" } };
    expect(layersOf(retiring)).toContain("grant conditional");
  });
});

describe("the element that decided a statement", () => {
  const only = (statement: object, request: object = {}) =>
    statementsOf({ identity: [{ ...allow, ...statement }], request }, "identity-policy")[0];

  it.each([
    [{}, true, "all elements match"],
    [{ Action: "kms:Encrypt" }, false, "Action: `kms:Decrypt` is not among them"],
    [
      { Resource: "arn:aws:kms:us-west-2:111122223333:key/other" },
      false,
      `Resource: \`${keyArn}\` is not covered`,
    ],
    [
      { Condition: { StringEquals: { "aws:PrincipalAccount": "444455556666" } } },
      false,
      "Condition: StringEquals on `aws:PrincipalAccount` does not hold",
    ],
    [
      { Condition: { StringEquals: { "kms:GrantOperations": "Decrypt" } } },
      false,
      "Condition: a context key that `kms:Decrypt` does not carry",
    ],
    [
      { Condition: { Bool: { "aws:SecureTransport": "true" } } },
      "unknown",
      "Condition: Bool on `aws:SecureTransport` is not known",
    ],
  ])("%j", (statement, matched, decidedBy) => {
    expect(only(statement)).toMatchObject({ policy: "own", statement: 0, matched, decidedBy });
  });

  it("is NotResource", () => {
    const { Resource: _, ...rest } = allow;
    expect(
      statementsOf({ identity: [{ ...rest, NotResource: keyArn }] }, "identity-policy")[0],
    ).toMatchObject({ matched: false, decidedBy: `NotResource: \`${keyArn}\` is not covered` });
  });

  it("is the principal of a key policy", () => {
    const decided = (principal: object) =>
      statementsOf({ keyPolicy: [{ ...allow, ...principal }] }, "key-policy")[0]?.decidedBy;
    expect(decided({ Principal: { AWS: "444455556666" } })).toBe(
      `Principal: \`${app}\` is not reached`,
    );
    expect(decided({ Principal: { AWS: account } })).toBe("all elements match");
    expect(decided({ Effect: "Deny", NotPrincipal: "*" })).toBe(
      `NotPrincipal: \`${app}\` is not reached`,
    );
  });

  it("tells what AWS does not document as unknown, not as failed", () => {
    const tagged = {
      ...allow,
      Principal: { AWS: account },
      Condition: { StringEquals: { "aws:ResourceTag/team": "a" } },
    };
    expect(statementsOf({ keyPolicy: [tagged] }, "key-policy")[0]).toMatchObject({
      matched: "unknown",
      decidedBy: expect.stringContaining("is not supported in a key-policy"),
    });
  });

  it("tells at most five that are open", () => {
    const keys = Array.from({ length: 7 }, (_, i) => [`kms:EncryptionContext:k${i}`, "a"]);
    const told = only({ Condition: { StringEquals: Object.fromEntries(keys) } })?.decidedBy ?? "";
    expect(told.split("; ")).toHaveLength(5);
  });

  it("tells both sides of a policy that could not be read", () => {
    const [might, mightNot] = statementsOf(
      { identity: [{ ...allow, Effect: "allow" }] },
      "identity-policy",
    );
    expect([might, mightNot]).toMatchObject([
      { effect: "Allow", matched: "unknown", statement: null },
      { effect: "Deny", matched: "unknown", statement: null },
    ]);
    expect(might?.decidedBy).toMatch(/^unreadable: Statement\[0\]\.Effect/);
  });
});
