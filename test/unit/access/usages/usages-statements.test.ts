import { describe, expect, it } from "vitest";
import { isRequestError } from "../../../../src/access/decide/request.ts";
import { usagesOf } from "../../../../src/access/usages/usages.ts";
import { parseUsageSubject } from "../../../../src/access/usages/usages-subject.ts";
import type { Snapshot } from "../../../../src/account/snapshot.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import {
  account,
  allowKms,
  arnOf,
  away,
  document,
  group,
  home,
  key,
  managed,
  role,
  snapshot,
  user,
} from "../usages-account.ts";

function statements(text: string, ...snapshots: readonly Snapshot[]) {
  const subject = parseUsageSubject(text);
  if (isRequestError(subject)) throw new Error(subject.message);
  return usagesOf(snapshots, subject, { compiler: createCompiler(), trustedAccounts: [] })
    .statements;
}

const sids = (text: string, ...snapshots: readonly Snapshot[]) =>
  statements(text, ...snapshots).map(({ sid }) => sid);

/** A role whose statements are told apart by their Sid. */
const withStatements = (...list: readonly Readonly<Record<string, unknown>>[]) =>
  snapshot({ roles: [role("app", { attached: ["all"] })], policies: [managed("all", ...list)] });

describe("a tag is mentioned", () => {
  const tags = withStatements(
    allowKms("Resource", { StringEquals: { "aws:ResourceTag/Project": "Alpha" } }),
    allowKms("Request", { StringLike: { "aws:RequestTag/project": ["Al*", "Gamma"] } }),
    allowKms("Principal", { StringNotEquals: { "aws:PrincipalTag/Project": "Alpha" } }),
    allowKms("Keys", { "ForAnyValue:StringEquals": { "aws:TagKeys": ["Owner", "Project"] } }),
    allowKms("Present", { Null: { "aws:ResourceTag/Project": "false" } }),
    allowKms("Variable", {
      StringEquals: { "aws:ResourceTag/Team": "${aws:PrincipalTag/Project}" },
    }),
    allowKms("Both", {
      StringEquals: { "aws:ResourceTag/Project": "${aws:PrincipalTag/Project}" },
    }),
    allowKms("InResource", undefined, {
      Resource: "arn:aws:kms:*:*:key/${aws:ResourceTag/Project}",
    }),
    allowKms("Other", { StringEquals: { "aws:ResourceTag/Projects": "Alpha" } }),
    allowKms("OtherKeys", { "ForAllValues:StringEquals": { "aws:TagKeys": ["Owner"] } }),
    allowKms("Beta", { StringEqualsIgnoreCase: { "aws:ResourceTag/Project": "BETA" } }),
  );

  it("by conditions, aws:TagKeys and variables", () => {
    expect(sids("Project", tags)).toEqual([
      ...["Resource", "Request", "Principal", "Keys", "Present", "Variable", "Both"],
      ...["InResource", "Beta"],
    ]);
  });

  it("with a value where the condition may speak of it", () => {
    expect(sids("Project=Alpha", tags)).toEqual([
      ...["Resource", "Request", "Principal", "Keys", "Present", "Variable", "Both", "InResource"],
    ]);
    expect(sids("Project=beta", tags)).toContain("Beta");
    expect(sids("Project=alpha", tags)).not.toContain("Resource");
    expect(sids("Project=G*", tags)).toContain("Request");
  });

  it("in places that are told as they are written", () => {
    expect(statements("Project=Alpha", tags).flatMap(({ mentions }) => mentions)).toContainEqual({
      element: "Condition",
      operator: "StringLike",
      key: "aws:RequestTag/project",
      values: ["Al*", "Gamma"],
    });
    expect(statements("Project", tags).at(-2)?.mentions).toEqual([
      {
        element: "Resource",
        operator: null,
        key: null,
        values: ["arn:aws:kms:*:*:key/${aws:ResourceTag/Project}"],
      },
    ]);
  });

  it("not by variables of a policy without them", () => {
    const old = {
      ...document(
        allowKms("Literal", {
          StringEquals: { "aws:ResourceTag/Team": "${aws:PrincipalTag/Project}" },
        }),
      ),
      Version: "2008-10-17",
    };
    const holder = { ...role("app"), RolePolicyList: [{ PolicyName: "old", PolicyDocument: old }] };
    expect(sids("Project", snapshot({ roles: [holder] }))).toEqual([]);
  });
});

describe("an alias is mentioned", () => {
  const aliasArn = (name: string, region = home) => `arn:aws:kms:${region}:${account}:${name}`;
  const aliases = withStatements(
    allowKms("Aliases", { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/pay" } }),
    allowKms("Pattern", { "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/p*" } }),
    allowKms("Requested", { StringEquals: { "kms:RequestAlias": ["alias/x", "alias/pay"] } }),
    allowKms("Arn", undefined, { Action: "kms:UpdateAlias", Resource: aliasArn("alias/pay") }),
    allowKms("ArnPattern", undefined, { Resource: aliasArn("alias/*", "*") }),
    allowKms("NotArn", undefined, { Resource: undefined, NotResource: [aliasArn("alias/pay")] }),
    allowKms("Everything", undefined, { Resource: `arn:aws:kms:*:${account}:*` }),
    allowKms("OtherArn", undefined, { Resource: aliasArn("alias/pay", "us-east-1") }),
    allowKms("Other", { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/payroll" } }),
    allowKms("Case", { StringEquals: { "kms:RequestAlias": "alias/Pay" } }),
  );

  it("by name, by pattern and by ARN in Resource", () => {
    expect(sids("alias/pay", aliases)).toEqual([
      ...["Aliases", "Pattern", "Requested", "Arn", "ArnPattern", "NotArn"],
    ]);
  });

  it("under every name that a pattern covers", () => {
    const held = {
      ...aliases,
      keys: [key("k", { aliases: ["alias/payroll"] })],
    } as unknown as Snapshot;
    expect(sids("alias/payr*", held)).toEqual(["Pattern", "ArnPattern", "Other"]);
    expect(sids("alias/payr*", aliases)).toContain("Other");
  });

  it("in one Region where its ARN is asked for", () => {
    const elsewhere = snapshot({ region: away });
    const inHome = sids(aliasArn("alias/pay"), aliases, elsewhere);
    expect(inHome).toContain("Arn");
    expect(sids(aliasArn("alias/pay", away), aliases, elsewhere)).not.toContain("Arn");
  });
});

describe("a network is mentioned", () => {
  it("by the id of the endpoint or VPC", () => {
    const networks = withStatements(
      allowKms("Endpoint", { StringEquals: { "aws:SourceVpce": "vpce-1" } }),
      allowKms("NotEndpoint", {
        StringNotEqualsIfExists: { "aws:SourceVpce": ["vpce-1", "vpce-2"] },
      }),
      allowKms("Vpc", { StringEquals: { "aws:SourceVpc": "vpc-1" } }),
      allowKms("VpcArn", {
        ArnLike: { "aws:SourceVpcArn": `arn:aws:ec2:${home}:${account}:vpc/vpc-1` },
      }),
      allowKms("Other", { StringEquals: { "aws:SourceVpce": "vpce-11" } }),
    );
    expect(sids("vpce-1", networks)).toEqual(["Endpoint", "NotEndpoint"]);
    expect(sids("vpc-1", networks)).toEqual(["Vpc", "VpcArn"]);
  });
});

describe("statements are found", () => {
  const asks = { StringEquals: { "aws:ResourceTag/Project": "Alpha" } };
  const anyone = { Principal: "*" };
  const all = snapshot({
    users: [user("una", { groups: ["staff"], attached: ["shared"] })],
    groups: [group("staff", { inline: [allowKms("InGroup", asks)] })],
    roles: [
      role("app", { inline: [allowKms("InRole", asks)], attached: ["shared"], boundary: "limit" }),
    ],
    policies: [
      managed("shared", allowKms("Shared", asks)),
      managed("limit", allowKms("Limit", asks)),
      managed("idle", allowKms("Idle", asks)),
    ],
    organization: {
      id: "o-1",
      managementAccount: "999999999999",
      serviceControlPolicies: [
        [{ name: "scp", document: document(allowKms("Scp", asks)) }],
        [{ name: "scp", document: document(allowKms("Scp", asks)) }],
      ],
      resourceControlPolicies: [
        [{ name: "rcp", document: document({ ...allowKms("Rcp", asks, anyone), Effect: "Deny" }) }],
      ],
    },
    keys: [key("one", { statements: [allowKms("InKey", asks, anyone)] })],
    vpcEndpoints: [
      { VpcEndpointId: "vpce-1", PolicyDocument: document(allowKms("InEndpoint", asks, anyone)) },
      {
        VpcEndpointId: "vpce-2",
        State: "deleted",
        PolicyDocument: document(allowKms("Deleted", asks, anyone)),
      },
    ],
  });

  it("in every kind of policy, each with what it is attached to", () => {
    const found = statements("Project", all).map(({ layer, policy, sid, attachedTo }) => [
      ...[sid, layer, policy],
      ...attachedTo,
    ]);
    expect(found).toEqual([
      ["InKey", "key-policy", "default", arnOf.key("one")],
      ["InEndpoint", "vpc-endpoint-policy", "vpce-1", "vpce-1"],
      ["Scp", "service-control-policy", "scp", account],
      ["Rcp", "resource-control-policy", "rcp", account],
      ["InGroup", "identity-policy", "staff-inline", arnOf.group("staff")],
      ["InRole", "identity-policy", "app-inline", arnOf.role("app")],
      ["Shared", "identity-policy", arnOf.policy("shared"), arnOf.user("una"), arnOf.role("app")],
      ["Limit", "permissions-boundary", arnOf.policy("limit"), arnOf.role("app")],
      ["Idle", "identity-policy", arnOf.policy("idle")],
    ]);
  });

  it("once for an account that several snapshots describe", () => {
    const elsewhere = { ...all, region: away, keys: [] };
    expect(sids("Project", all, elsewhere)).toEqual(sids("Project", all));
  });

  it("in other accounts that are known, and not in policies that do not bind", () => {
    const other = {
      account: "666677778888",
      authorizationDetails: {
        RoleDetailList: [role("partner", { inline: [allowKms("Partner", asks)] })],
      },
    };
    expect(sids("Project", snapshot({ otherAccounts: [other] }))).toEqual(["Partner"]);
    const managing = snapshot({
      organization: {
        managementAccount: account,
        serviceControlPolicies: [[{ name: "scp", document: document(allowKms("Scp", asks)) }]],
      },
    });
    expect(sids("Project", managing)).toEqual([]);
  });

  it("with their place, effect and whether they concern KMS at all", () => {
    const foreign = { ...allowKms("S3", asks), Action: "s3:GetObject" };
    const deny = { ...allowKms("No", asks), Effect: "Deny" };
    expect(statements("Project", withStatements(allowKms("First"), foreign, deny))).toMatchObject([
      { sid: "S3", statement: 1, effect: "Allow", account, concernsKms: false },
      { sid: "No", statement: 2, effect: "Deny", account, concernsKms: true },
    ]);
  });

  it("not in what could not be read", () => {
    const unread = { unreadable: "AccessDenied" };
    expect(
      sids(
        "Project",
        snapshot({
          authorizationDetails: unread,
          organization: unread,
          vpcEndpoints: unread,
          keys: [{ ...key("one"), policy: unread }, { metadata: { Arn: arnOf.key("two") } }],
        }),
      ),
    ).toEqual([]);
  });
});
