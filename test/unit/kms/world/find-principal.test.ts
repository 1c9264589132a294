import { describe, expect, it } from "vitest";
import type {
  AuthorizationDetails,
  Snapshot,
  Unreadable,
} from "../../../../src/account/snapshot.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import type { PrincipalProfile } from "../../../../src/kms/request/principal-profile.ts";
import { findPrincipal } from "../../../../src/kms/world/find-principal.ts";
import { compileWorld } from "../../../../src/kms/world/world.ts";
import { known } from "../../../../src/policy/fact.ts";

const account = "111122223333";
const partner = "444455556666";
const iam = (name: string, of = account) => `arn:aws:iam::${of}:${name}`;
const sts = (name: string, of = account) => `arn:aws:sts::${of}:${name}`;

const details: AuthorizationDetails = {
  UserDetailList: [
    {
      UserName: "alice",
      Arn: iam("user/people/alice"),
      UserId: "AIDAEXAMPLEALICE00000",
      Tags: [{ Key: "Team", Value: "alpha" }],
      UserPolicyList: [
        {
          PolicyName: "use",
          PolicyDocument: { Statement: { Effect: "Allow", Action: "kms:*", Resource: "*" } },
        },
      ],
    },
    { UserName: "bob", Arn: iam("user/bob"), Tags: { unreadable: "AccessDenied" } },
  ],
  RoleDetailList: [
    {
      RoleName: "app",
      Arn: iam("role/team/app"),
      RoleId: "AROAEXAMPLEAPP0000000",
      PermissionsBoundary: { PermissionsBoundaryArn: iam("policy/boundary") },
    },
    {
      RoleName: "AWSServiceRoleForKeyManagementServiceMultiRegionKeys",
      Arn: iam(
        "role/aws-service-role/mrk.kms.amazonaws.com/AWSServiceRoleForKeyManagementServiceMultiRegionKeys",
      ),
    },
  ],
};

/** A world of one account; `other` tells of the partner account. */
function find(
  id: string,
  own: AuthorizationDetails | Unreadable | undefined = details,
  other?: AuthorizationDetails,
): PrincipalProfile | null {
  const snapshot: Snapshot = {
    schemaVersion: 1,
    account,
    region: "us-west-2",
    partition: "aws",
    organization: { id: "o-exampleorgid" },
    ...(own === undefined ? {} : { authorizationDetails: own }),
    ...(other === undefined
      ? {}
      : { otherAccounts: [{ account: partner, authorizationDetails: other }] }),
    keys: [],
  };
  return findPrincipal(compileWorld([snapshot], createCompiler()), id);
}

describe("findPrincipal", () => {
  it.each([
    [iam("user/people/alice"), "user"],
    [iam("role/team/app"), "role"],
    [sts("assumed-role/app/job"), "session"],
    [sts("federated-user/fred"), "federated-user"],
    [iam("root"), "root"],
    [iam("root", partner), "account"],
    ["s3.amazonaws.com", "service"],
    ["logs.us-west-2.amazonaws.com", "service"],
    ["*", "anyone"],
  ])("knows %s: %s", (id, kind) => {
    expect(find(id)?.principal).toMatchObject({ kind, id });
  });

  it.each([
    "",
    "alice",
    "no service.amazonaws.com",
    "s3.amazonaws.com/",
    "arn:aws:iam::1111222233334:user/alice",
    "arn:aws:iam::1111222233334:root",
    "arn:aws:iam::a111122223333:root",
    "arn:aws:kms::111122223333:root",
    "arn:aws:iam::111122223333:federated-user/fred",
    "arn:aws:sts::111122223333:role/app/job",
    account,
    "AIDAEXAMPLEALICE00000",
    "arn:aws:kms:us-west-2:111122223333:key/a",
    "arn:aws:iam::1111:user/alice",
    "arn:aws:iam::*:root",
    iam("group/admins"),
    iam("assumed-role/app/job"),
    sts("assumed-role/app"),
    sts("user/alice"),
    iam("policy/boundary"),
  ])("knows that %j is none", (id) => {
    expect(find(id)).toBeNull();
  });
});

describe("a user", () => {
  const alice = () => find(iam("user/people/alice"));
  it("has its policies, id, name and tags", () => {
    expect(alice()?.principal).toMatchObject({
      account,
      arn: iam("user/people/alice"),
      sessionArn: null,
      uniqueId: "AIDAEXAMPLEALICE00000",
      hasBoundary: false,
    });
    expect(alice()?.identity).toMatchObject({ kind: "policies", policies: [{ policy: "use" }] });
    expect(alice()?.notes).toEqual([]);
    expect(alice()?.serviceLinked).toBe(false);
  });

  it.each([
    ["aws:principalarn", known(iam("user/people/alice"))],
    ["aws:principalaccount", known(account)],
    ["kms:calleraccount", known(account)],
    ["aws:principaltype", known("User")],
    ["aws:username", known("alice")],
    ["aws:userid", known("AIDAEXAMPLEALICE00000")],
    ["aws:principaltag/team", known("alpha")],
    ["aws:principaltag/other", { kind: "absent" }],
    ["aws:principalisawsservice", known("false")],
    ["aws:principalorgid", known("o-exampleorgid")],
    ["aws:sourceip", null],
  ])("tells %s", (contextKey, fact) => {
    expect(alice()?.facts(contextKey)).toEqual(fact);
  });

  it("may have an id and tags that nobody told", () => {
    const told = [{ RoleName: "batch", Arn: iam("role/batch") }];
    const roles = { ...details, RoleDetailList: told };
    for (const id of [iam("role/batch"), sts("assumed-role/batch/job")]) {
      expect(find(id, roles)?.facts("aws:userid")).toEqual({ kind: "unknown", present: true });
    }
    const bob = find(iam("user/bob"));
    expect(bob?.facts("aws:userid")).toEqual({ kind: "unknown", present: true });
    expect(bob?.facts("aws:principaltag/team")).toMatchObject({
      kind: "undocumented",
      code: "principalTagsUnreadable",
    });
  });
});

describe("a role and its sessions", () => {
  const session = () => find(sts("assumed-role/app/job/1"));
  it("belong together by the role's name, whatever its path", () => {
    expect(session()?.principal).toMatchObject({
      account,
      arn: iam("role/team/app"),
      sessionArn: sts("assumed-role/app/job/1"),
      uniqueId: "AROAEXAMPLEAPP0000000",
      hasBoundary: true,
    });
    expect(session()?.boundary).toMatchObject({ policy: iam("policy/boundary") });
    expect(session()?.notes).toEqual([]);
  });

  it("tell the role's ARN, and of the session what its name tells", () => {
    expect(session()?.facts("aws:principalarn")).toEqual(known(iam("role/team/app")));
    expect(session()?.facts("aws:userid")).toEqual(known("AROAEXAMPLEAPP0000000:job/1"));
    expect(session()?.facts("aws:username")).toEqual({ kind: "absent" });
    expect(session()?.facts("aws:principaltype")).toEqual(known("AssumedRole"));
    const app = find(iam("role/team/app"));
    expect(app?.principal.hasBoundary).toBe(true);
    expect(app?.facts("aws:username")).toEqual({ kind: "absent" });
    expect(app?.facts("aws:userid")).toEqual({
      kind: "unknown",
      prefix: "AROAEXAMPLEAPP0000000:",
      // No policy writes the name of its session out.
      fresh: true,
    });
  });

  it("are service-linked by the role's path", () => {
    const name = "AWSServiceRoleForKeyManagementServiceMultiRegionKeys";
    const synchronizing = find(sts(`assumed-role/${name}/mrk`));
    expect(synchronizing?.serviceLinked).toBe(true);
    expect(synchronizing?.principal.hasBoundary).toBe(false);
    expect(find(iam("role/team/app"))?.serviceLinked).toBe(false);
  });
});

describe("a principal that the inventory does not list", () => {
  it.each([
    iam("user/gone"),
    iam("role/gone"),
    iam("role/app"),
    sts("assumed-role/gone/job"),
    sts("federated-user/fred"),
  ])("%s has no identity policies, and a note", (id) => {
    const profile = find(id);
    expect(profile?.identity).toEqual({ kind: "policies", policies: [] });
    const behind = id.includes("federated") ? "lists no user behind" : "does not list";
    expect(profile?.notes).toEqual([
      {
        code: "principalNotListed",
        text: `the account's inventory ${behind} \`${id}\`: decided with no identity policies`,
      },
    ]);
    expect(profile?.facts("aws:principaltag/team")).toEqual({ kind: "absent" });
    expect(profile?.principal.hasBoundary).toBe(false);
  });

  it("is a session of the role of that name", () => {
    expect(find(sts("assumed-role/gone/job"))?.principal.arn).toBe(iam("role/gone"));
  });

  it("is a federated user by its account and name", () => {
    const fred = find(sts("federated-user/fred"));
    expect(fred?.principal).toMatchObject({
      arn: sts("federated-user/fred"),
      sessionArn: sts("federated-user/fred"),
    });
    expect(fred?.facts("aws:userid")).toEqual(known(`${account}:fred`));
    expect(fred?.facts("aws:principaltype")).toEqual(known("FederatedUser"));
  });
});

describe("a principal of an inventory that nobody told or could read", () => {
  it.each([
    ["could not be read", iam("user/people/alice"), { unreadable: "AccessDenied" }],
    ["of another account", iam("user/alice", partner), details],
    ["a session of what could not be read", sts("assumed-role/app/job"), { unreadable: "why" }],
    ["a session of another account", sts("assumed-role/app/job", partner), details],
  ])("%s has unknown identity policies", (_, id, own) => {
    expect(find(id, own)?.principal.hasBoundary).toBe(false);
    expect(find(id, own)?.identity).toMatchObject({
      kind: "unknown",
      unknown: { code: "identityPoliciesUnknown" },
    });
    expect(find(id, own)?.notes).toEqual([]);
  });

  it("has tags that may be told, or that nobody can tell", () => {
    expect(find(iam("user/alice", partner))?.facts("aws:principaltag/team")).toEqual({
      kind: "unknown",
    });
    expect(
      find(iam("user/people/alice"), { unreadable: "AccessDenied" })?.facts(
        "aws:principaltag/team",
      ),
    ).toMatchObject({
      kind: "undocumented",
      code: "principalTagsUnreadable",
    });
    const fred = find(sts("federated-user/fred"), { unreadable: "AccessDenied" });
    expect(fred?.facts("aws:principaltag/team")).toEqual({ kind: "unknown" });
  });
});

describe("a root ARN", () => {
  it("is the root user of an account whose IAM is known", () => {
    for (const root of [find(iam("root")), find(iam("root", partner), details, {})]) {
      expect(root?.principal.kind).toBe("root");
      expect(root?.identity).toEqual({ kind: "root" });
      expect(root?.facts("aws:principaltype")).toEqual(known("Account"));
    }
    expect(find(iam("root"))?.facts("aws:principalarn")).toEqual(known(iam("root")));
    expect(find(iam("root"), { unreadable: "AccessDenied" })?.principal.kind).toBe("root");
  });

  it("is any other account as a whole", () => {
    const whole = find(iam("root", partner));
    expect(whole?.principal).toMatchObject({ kind: "account", account: partner, arn: null });
    expect(whole?.identity.kind).toBe("unknown");
    expect(whole?.facts("aws:principalaccount")).toEqual(known(partner));
    expect(whole?.facts("aws:principalarn")).toEqual({
      kind: "unknown",
      prefix: `arn:aws:iam::${partner}:`,
    });
  });
});

describe("a service principal and anyone", () => {
  it("a service has no account, policies or direct kms:ViaService", () => {
    const service = find("s3.amazonaws.com");
    expect(service?.principal).toMatchObject({ account: null, arn: null });
    expect(service?.identity).toEqual({ kind: "policies", policies: [] });
    expect(service?.facts("aws:principalisawsservice")).toEqual(known("true"));
    expect(service?.facts("aws:principalservicename")).toEqual(known("s3.amazonaws.com"));
    expect(service?.facts("kms:viaservice")).toEqual({ kind: "absent" });
    expect(service?.facts("kms:calleraccount")).toMatchObject({ code: "callerAccountOfService" });
  });

  it("anyone is of an account that no policy names and of another organization", () => {
    const anyone = find("*");
    expect(anyone?.identity.kind).toBe("unknown");
    expect(anyone?.facts("aws:principalaccount")).toEqual({ kind: "unknown", unnamed: true });
    expect(anyone?.facts("aws:principalorgid")).toEqual({
      kind: "unknown",
      notPrefix: ["o-exampleorgid"],
    });
  });
});
