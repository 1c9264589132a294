import { describe, expect, it } from "vitest";
import {
  account,
  iamRecord,
  organizationsRecord,
  readChange,
  refusal,
  toldChanges,
} from "../sample-record.ts";

const unreadable = { unreadable: "NotInCloudTrailRecord" };
const document = '{"Version":"2012-10-17","Statement":[]}';
const policyArn = `arn:aws:iam::${account}:policy/App`;
const user = { type: "user", name: "Bob" };
const group = { type: "group", name: "Admins" };
const role = { type: "role", name: "app" };

describe("tells what the call changed", () => {
  it.each<[eventName: string, request: object, change: object]>([
    [
      "PutUserPolicy",
      { userName: "Bob", policyName: "p", policyDocument: document },
      { kind: "iam-inline-policy-put", identity: user, policyName: "p", document },
    ],
    [
      "PutGroupPolicy",
      { groupName: "Admins", policyName: "p", policyDocument: document },
      { kind: "iam-inline-policy-put", identity: group, policyName: "p", document },
    ],
    [
      "PutRolePolicy",
      { roleName: "app", policyName: "p", policyDocument: document },
      { kind: "iam-inline-policy-put", identity: role, policyName: "p", document },
    ],
    [
      "DeleteUserPolicy",
      { userName: "Bob", policyName: "p" },
      { kind: "iam-inline-policy-deleted", identity: user, policyName: "p" },
    ],
    [
      "DeleteGroupPolicy",
      { groupName: "Admins", policyName: "p" },
      { kind: "iam-inline-policy-deleted", identity: group, policyName: "p" },
    ],
    [
      "DeleteRolePolicy",
      { roleName: "app", policyName: "p" },
      { kind: "iam-inline-policy-deleted", identity: role, policyName: "p" },
    ],
    [
      "AttachUserPolicy",
      { userName: "Bob", policyArn },
      { kind: "iam-policy-attached", identity: user, policyArn },
    ],
    [
      "AttachGroupPolicy",
      { groupName: "Admins", policyArn },
      { kind: "iam-policy-attached", identity: group, policyArn },
    ],
    [
      "AttachRolePolicy",
      { roleName: "app", policyArn },
      { kind: "iam-policy-attached", identity: role, policyArn },
    ],
    [
      "DetachUserPolicy",
      { userName: "Bob", policyArn },
      { kind: "iam-policy-detached", identity: user, policyArn },
    ],
    [
      "DetachGroupPolicy",
      { groupName: "Admins", policyArn },
      { kind: "iam-policy-detached", identity: group, policyArn },
    ],
    [
      "DetachRolePolicy",
      { roleName: "app", policyArn },
      { kind: "iam-policy-detached", identity: role, policyArn },
    ],
    [
      "PutUserPermissionsBoundary",
      { userName: "Bob", permissionsBoundary: policyArn },
      { kind: "iam-boundary-set", identity: user, policyArn },
    ],
    [
      "PutRolePermissionsBoundary",
      { roleName: "app", permissionsBoundary: policyArn },
      { kind: "iam-boundary-set", identity: role, policyArn },
    ],
    [
      "DeleteUserPermissionsBoundary",
      { userName: "Bob" },
      { kind: "iam-boundary-set", identity: user, policyArn: null },
    ],
    [
      "DeleteRolePermissionsBoundary",
      { roleName: "app" },
      { kind: "iam-boundary-set", identity: role, policyArn: null },
    ],
    [
      "AddUserToGroup",
      { userName: "Bob", groupName: "Admins" },
      { kind: "iam-group-membership", userName: "Bob", groupName: "Admins", member: true },
    ],
    [
      "RemoveUserFromGroup",
      { userName: "Bob", groupName: "Admins" },
      { kind: "iam-group-membership", userName: "Bob", groupName: "Admins", member: false },
    ],
    [
      "TagUser",
      { userName: "Bob", tags: [{ key: "team", value: "red" }] },
      { kind: "iam-tags-set", identity: user, tags: [{ Key: "team", Value: "red" }] },
    ],
    [
      "TagRole",
      { roleName: "app", tags: [{ key: "team", value: "" }] },
      { kind: "iam-tags-set", identity: role, tags: [{ Key: "team", Value: "" }] },
    ],
    [
      "UntagUser",
      { userName: "Bob", tagKeys: ["team"] },
      { kind: "iam-tags-removed", identity: user, tagKeys: ["team"] },
    ],
    [
      "UntagRole",
      { roleName: "app", tagKeys: ["team"] },
      { kind: "iam-tags-removed", identity: role, tagKeys: ["team"] },
    ],
    [
      "UpdateAssumeRolePolicy",
      { roleName: "app", policyDocument: document },
      { kind: "iam-trust-policy-put", roleName: "app", document },
    ],
    ["DeletePolicy", { policyArn }, { kind: "iam-policy-deleted", arn: policyArn }],
    [
      "DeletePolicyVersion",
      { policyArn, versionId: "v2" },
      { kind: "iam-policy-version-deleted", arn: policyArn, versionId: "v2" },
    ],
    [
      "SetDefaultPolicyVersion",
      { policyArn, versionId: "v1" },
      { kind: "iam-policy-default-version-set", arn: policyArn, versionId: "v1" },
    ],
    ["DeleteUser", { userName: "Bob" }, { kind: "iam-identity-deleted", identity: user }],
    ["DeleteGroup", { groupName: "Admins" }, { kind: "iam-identity-deleted", identity: group }],
    ["DeleteRole", { roleName: "app" }, { kind: "iam-identity-deleted", identity: role }],
  ])("%s", (eventName, request, change) => {
    expect(toldChanges(iamRecord(eventName, request))).toEqual([change]);
    const lost = readChange(iamRecord(eventName, null));
    expect(lost.readLive).toBe(true);
    expect(lost.changes).toEqual([
      {
        kind: "none",
        reason: expect.stringMatching(/^the event does not tell .*: IAM has to be read again$/),
      },
    ]);
  });
});

describe("says what has to be read when a document was left out", () => {
  it.each<[eventName: string, request: object, change: object]>([
    [
      "PutRolePolicy",
      { roleName: "app", policyName: "p" },
      { kind: "iam-inline-policy-put", identity: role, policyName: "p", document: unreadable },
    ],
    [
      "UpdateAssumeRolePolicy",
      { roleName: "app" },
      { kind: "iam-trust-policy-put", roleName: "app", document: unreadable },
    ],
    [
      "CreatePolicy",
      { policyName: "App" },
      {
        kind: "iam-policy-created",
        arn: policyArn,
        policyName: "App",
        versionId: "v1",
        document: unreadable,
      },
    ],
    [
      "CreatePolicyVersion",
      { policyArn },
      {
        kind: "iam-policy-version-created",
        arn: policyArn,
        versionId: null,
        setAsDefault: false,
        document: unreadable,
      },
    ],
  ])("%s", (eventName, request, change) => {
    expect(readChange(iamRecord(eventName, request))).toEqual({
      changes: [change],
      readLive: true,
    });
  });

  it.each<[eventName: string, request: object]>([
    ["PutRolePolicy", { roleName: "app" }],
    ["DeleteRolePolicy", { roleName: "app" }],
    ["AttachRolePolicy", { roleName: "app" }],
    ["PutRolePermissionsBoundary", { roleName: "app" }],
    ["AddUserToGroup", { userName: "Bob" }],
    ["TagRole", { roleName: "app" }],
    ["UntagRole", { roleName: "app" }],
    ["SetDefaultPolicyVersion", { policyArn }],
    ["CreatePolicyVersion", { policyDocument: document }],
    ["CreateRole", { path: "/" }],
    ["CreatePolicy", { path: "/" }],
  ])("%s %j", (eventName, request) => {
    expect(readChange(iamRecord(eventName, request))).toMatchObject({
      changes: [{ kind: "none" }],
      readLive: true,
    });
  });
});

describe("managed policies", () => {
  it("CreatePolicy tells the ARN and version of the response", () => {
    const arn = `arn:aws:iam::${account}:policy/team/App`;
    const record = iamRecord(
      "CreatePolicy",
      { policyName: "App", path: "/team/", policyDocument: document },
      { responseElements: { policy: { arn, policyName: "App", defaultVersionId: "v1" } } },
    );
    const change = {
      kind: "iam-policy-created",
      arn,
      policyName: "App",
      versionId: "v1",
      document,
    };
    expect(toldChanges(record)).toEqual([change]);
    expect(toldChanges({ ...record, responseElements: null })).toEqual([change]);
    expect(readChange({ ...record, requestParameters: null })).toEqual({
      changes: [{ ...change, document: unreadable }],
      readLive: true,
    });
  });

  it.each([
    [{ setAsDefault: true }, undefined, true],
    [{ setAsDefault: false }, undefined, false],
    [{}, undefined, false],
    [{}, { isDefaultVersion: true }, true],
  ])("CreatePolicyVersion of %j, answered with %j", (request, response, setAsDefault) => {
    const record = iamRecord(
      "CreatePolicyVersion",
      { policyArn, policyDocument: document, ...request },
      { responseElements: { policyVersion: { versionId: "v2", ...response } } },
    );
    expect(toldChanges(record)).toEqual([
      {
        kind: "iam-policy-version-created",
        arn: policyArn,
        versionId: "v2",
        setAsDefault,
        document,
      },
    ]);
  });
});

describe("new identities", () => {
  it("CreateRole tells what the response describes, the trust policy as the caller wrote it", () => {
    const record = iamRecord(
      "CreateRole",
      {
        path: "/team/",
        roleName: "app",
        assumeRolePolicyDocument: document,
        permissionsBoundary: policyArn,
        tags: [{ key: "team", value: "red" }],
      },
      {
        responseElements: {
          role: {
            roleName: "app",
            arn: `arn:aws:iam::${account}:role/team/app`,
            roleId: "AROADBQP57FF2AEXAMPLE",
            path: "/team/",
            assumeRolePolicyDocument: encodeURIComponent(document),
          },
        },
      },
    );
    const created = {
      kind: "iam-identity-created",
      identity: role,
      arn: `arn:aws:iam::${account}:role/team/app`,
      path: "/team/",
      tags: [{ Key: "team", Value: "red" }],
      boundaryArn: policyArn,
      trustPolicy: document,
    };
    const uniqueId = "AROADBQP57FF2AEXAMPLE";
    expect(toldChanges(record)).toEqual([{ ...created, uniqueId }]);
    expect(toldChanges({ ...record, responseElements: null })).toEqual([created]);
  });

  it("CreateUser and CreateGroup without a path", () => {
    expect(toldChanges(iamRecord("CreateUser", { userName: "Bob" }))).toEqual([
      { kind: "iam-identity-created", identity: user, arn: `arn:aws:iam::${account}:user/Bob` },
    ]);
    expect(toldChanges(iamRecord("CreateGroup", { groupName: "Admins" }))).toEqual([
      {
        kind: "iam-identity-created",
        identity: group,
        arn: `arn:aws:iam::${account}:group/Admins`,
      },
    ]);
  });

  it("takes all from the response where the request was left out, and has IAM read", () => {
    const responseElements = {
      user: {
        userName: "Bob",
        userId: "AIDACKCEVSQ6C2EXAMPLE",
        path: "/",
        permissionsBoundary: {
          permissionsBoundaryType: "Policy",
          permissionsBoundaryArn: policyArn,
        },
        tags: [{ key: "team", value: "red" }],
      },
    };
    expect(readChange(iamRecord("CreateUser", null, { responseElements }))).toEqual({
      changes: [
        {
          kind: "iam-identity-created",
          identity: user,
          arn: `arn:aws:iam::${account}:user/Bob`,
          uniqueId: "AIDACKCEVSQ6C2EXAMPLE",
          path: "/",
          boundaryArn: policyArn,
          tags: [{ Key: "team", Value: "red" }],
        },
      ],
      readLive: true,
    });
  });

  it("CreateServiceLinkedRole does not tell the role's policy", () => {
    const arn = `arn:aws:iam::${account}:role/aws-service-role/elasticfilesystem.amazonaws.com/AWSServiceRoleForAmazonElasticFileSystem`;
    const roleName = "AWSServiceRoleForAmazonElasticFileSystem";
    const record = iamRecord(
      "CreateServiceLinkedRole",
      { aWSServiceName: "elasticfilesystem.amazonaws.com" },
      { responseElements: { role: { arn, roleName } } },
    );
    expect(readChange(record)).toEqual({
      changes: [{ kind: "iam-identity-created", identity: { type: "role", name: roleName }, arn }],
      readLive: true,
    });
  });

  it.each<[eventName: string, request: object]>([
    ["DeleteServiceLinkedRole", { roleName: "AWSServiceRoleForAmazonElasticFileSystem" }],
    ["UpdateUser", { userName: "Bob", newUserName: "Robert" }],
    ["UpdateGroup", { groupName: "Admins", newPath: "/team/" }],
  ])("%s has IAM read", (eventName, request) => {
    expect(readChange(iamRecord(eventName, request))).toMatchObject({
      changes: [{ kind: "none" }],
      readLive: true,
    });
  });
});

it.each<[eventName: string, request: object, path: string]>([
  ["PutRolePolicy", { roleName: 7 }, "requestParameters.roleName"],
  ["PutRolePolicy", { roleName: "", policyName: "p" }, "requestParameters.roleName"],
  ["PutRolePolicy", { roleName: "app", policyDocument: {} }, "requestParameters.policyDocument"],
  ["PutUserPolicy", { userName: "Bob", policyDocument: "[]" }, "requestParameters.policyDocument"],
  ["CreatePolicy", { policyDocument: "{" }, "requestParameters.policyDocument"],
  ["AttachRolePolicy", { policyArn: [] }, "requestParameters.policyArn"],
  ["TagRole", { tags: [{ key: "a" }] }, "requestParameters.tags[0].value"],
  ["CreatePolicyVersion", { setAsDefault: "yes" }, "requestParameters.setAsDefault"],
  ["CreateUser", { userName: {} }, "requestParameters.userName"],
])("%s refuses %j", (eventName, request, path) => {
  const { code, message } = refusal(iamRecord(eventName, request));
  expect(code).toBe("E_RECORD_MALFORMED");
  expect(message).toContain(`\`${path}\` is malformed`);
});

it("refuses a response of a wrong type", () => {
  const responseElements = { role: { arn: 7 } };
  expect(refusal(iamRecord("CreateRole", { roleName: "app" }, { responseElements })).message).toBe(
    "`CreateRole`: `responseElements.role.arn` is malformed: expected string",
  );
});

describe("Organizations", () => {
  it.each([
    "AttachPolicy",
    "DetachPolicy",
    "UpdatePolicy",
    "EnablePolicyType",
    "DisablePolicyType",
    "EnableAllFeatures",
    "MoveAccount",
    "AcceptHandshake",
    "CreateOrganization",
    "DeleteOrganization",
    "LeaveOrganization",
    "RemoveAccountFromOrganization",
  ])("%s has the policies read again", (eventName) => {
    expect(readChange(organizationsRecord(eventName))).toEqual({
      changes: [{ kind: "none", reason: "organization policies must be read again" }],
      readLive: true,
    });
  });

  it.each(["CreatePolicy", "DeletePolicy"])("%s moves nothing", (eventName) => {
    expect(toldChanges(organizationsRecord(eventName))).toMatchObject([{ kind: "none" }]);
  });
});
