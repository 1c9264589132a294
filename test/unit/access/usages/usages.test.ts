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

function usages(text: string, ...snapshots: readonly Snapshot[]) {
  const subject = parseUsageSubject(text);
  if (isRequestError(subject)) throw new Error(subject.message);
  return usagesOf(snapshots, subject, { compiler: createCompiler(), trustedAccounts: [] });
}

/** Dependents as `lost role/app Decrypt,DescribeKey key one via vpce-1`. */
function dependents(text: string, ...snapshots: readonly Snapshot[]) {
  return usages(text, ...snapshots).dependents.map(
    ({ change, principal, actions, key: arn, via }) => {
      const who = principal.slice(principal.lastIndexOf(":") + 1);
      const what = actions.map((action) => action.replace("kms:", "")).join(",");
      const which = arn === null ? "no key" : arn.slice(arn.lastIndexOf("/") + 1);
      return `${change} ${who} ${what} ${which}${via === null ? "" : ` via ${via}`}`;
    },
  );
}

const byTag = (Sid: string, value: string) =>
  allowKms(Sid, { StringEquals: { "aws:ResourceTag/Project": value } });
const byAlias = (Sid: string, ...names: readonly string[]) =>
  allowKms(Sid, { "ForAnyValue:StringLike": { "kms:ResourceAliases": names } });

describe("keys that carry a tag", () => {
  const tagged = snapshot({
    keys: [
      key("one", { tags: { Project: "Alpha", Other: "x" }, metadata: { Arn: arnOf.key("one") } }),
      key("two", { tags: { project: "Beta" } }),
      key("three", { tags: { Projects: "Alpha" } }),
      key("four"),
    ],
  });
  const found = (text: string) =>
    usages(text, tagged).keys.map(({ key: arn, attribute, value }) => [arn, attribute, value]);

  it("are found whatever the case of its key, with its value", () => {
    expect(usages("Project", tagged).keys).toEqual([
      {
        key: arnOf.key("one"),
        account,
        region: home,
        attribute: "tag:Project",
        value: "Alpha",
        keyState: null,
      },
      {
        key: arnOf.key("two"),
        account,
        region: home,
        attribute: "tag:project",
        value: "Beta",
        keyState: "Enabled",
      },
    ]);
  });

  it("are only those with the value that is asked for", () => {
    expect(found("Project=Alpha")).toEqual([[arnOf.key("one"), "tag:Project", "Alpha"]]);
    expect(found("Project=alpha")).toEqual([]);
    expect(found("Project=B*")).toEqual([[arnOf.key("two"), "tag:project", "Beta"]]);
  });

  it("may be keys whose tags nobody knows", () => {
    const unread = snapshot({
      keys: [
        { ...key("one"), tags: { unreadable: "AccessDenied" } },
        { metadata: { Arn: arnOf.key("two") } },
      ],
    });
    expect(usages("Project", unread).unknownKeys).toEqual([arnOf.key("one"), arnOf.key("two")]);
    expect(usages("alias/x", unread).unknownKeys).toEqual([arnOf.key("two")]);
    expect(usages("vpce-1", unread).unknownKeys).toEqual([]);
    const elsewhere = `arn:aws:kms:${away}:${account}:alias/x`;
    expect(usages(elsewhere, unread).unknownKeys).toEqual([]);
  });
});

describe("keys that carry an alias", () => {
  const here = snapshot({ keys: [key("one", { aliases: ["alias/pay", "alias/payroll"] })] });
  const there = snapshot({
    region: away,
    keys: [key("far", { region: away, aliases: ["alias/pay"] })],
  });
  const found = (text: string) =>
    usages(text, here, there).keys.map(({ attribute, value }) => [attribute, value]);

  it("are found in every Region, or in that of its ARN", () => {
    const far = arnOf.key("far", away);
    expect(found("alias/pay")).toEqual([
      ["alias:alias/pay", arnOf.key("one")],
      ["alias:alias/pay", far],
    ]);
    expect(found(`arn:aws:kms:${away}:${account}:alias/pay`)).toEqual([["alias:alias/pay", far]]);
    expect(found("alias/payr*")).toEqual([["alias:alias/payroll", arnOf.key("one")]]);
  });
});

describe("who depends on a tag", () => {
  const one = key("one", { tags: { Project: "Alpha", Stage: "closed" } });
  const two = key("two", { tags: { Project: "Beta" } });

  it("loses what it allows", () => {
    const roles = [
      role("alpha", { inline: [byTag("Alpha", "Alpha")] }),
      role("own", {
        inline: [byTag("Own", "${aws:PrincipalTag/Project}")],
        tags: { Project: "Beta" },
      }),
      role("all", { inline: [allowKms("All")] }),
    ];
    const tagged = snapshot({ roles, keys: [one, two] });
    expect(dependents("Project", tagged)).toEqual([
      "lost role/alpha Decrypt,DescribeKey one",
      "lost role/own Decrypt,DescribeKey two",
    ]);
    expect(dependents("Project=Beta", tagged)).toEqual(["lost role/own Decrypt,DescribeKey two"]);
    expect(dependents("Stage", tagged)).toEqual([]);
  });

  it("gains what it denies", () => {
    const deny = {
      ...allowKms("No", { StringEquals: { "aws:ResourceTag/Stage": "closed" } }),
      Effect: "Deny",
    };
    const app = role("app", { inline: [allowKms("All")], attached: ["no"] });
    const tagged = snapshot({ roles: [app], policies: [managed("no", deny)], keys: [one, two] });
    expect(dependents("Stage", tagged)).toEqual(["gained role/app Decrypt,DescribeKey one"]);
    expect(usages("Stage", tagged).dependents[0]).toMatchObject({
      before: "explicitDeny",
      after: "allowed",
      external: false,
      because: [{ layer: "identity-policy", sid: "No", was: true }],
      witness: { action: "kms:Decrypt" },
    });
  });

  it("may be a user by a group, or anybody bound by a boundary or an organization's policy", () => {
    const members = [user("una", { groups: ["staff"] }), user("udo", { groups: [] })];
    const staff = group("staff", { inline: [byTag("Staff", "Alpha")] });
    expect(
      dependents("Project", snapshot({ users: members, groups: [staff], keys: [one] })),
    ).toEqual(["lost user/una Decrypt,DescribeKey one"]);
    const bounded = role("bounded", { inline: [allowKms("All")], boundary: "limit" });
    const limit = managed("limit", byTag("Limit", "Alpha"));
    expect(
      dependents("Project", snapshot({ roles: [bounded], policies: [limit], keys: [one] })),
    ).toEqual(["lost role/bounded Decrypt,DescribeKey one"]);
    const scp = { name: "scp", document: document(byTag("Scp", "Alpha")) };
    const organization = { managementAccount: "999999999999", serviceControlPolicies: [[scp]] };
    const free = role("free", { inline: [allowKms("All")] });
    expect(dependents("Project", snapshot({ roles: [free], organization, keys: [one] }))).toContain(
      "lost role/free Decrypt,DescribeKey one",
    );
  });

  it("is told on every path, also on a key that is disabled", () => {
    const endpoint = {
      VpcEndpointId: "vpce-1",
      ServiceName: `com.amazonaws.${home}.kms`,
      VpcId: "vpc-1",
    };
    const PolicyDocument = document({
      Effect: "Allow",
      Principal: "*",
      Action: "*",
      Resource: "*",
    });
    const disabled = { ...one, metadata: { Arn: arnOf.key("one"), KeyState: "Disabled" } };
    const tagged = snapshot({
      roles: [
        role("alpha", { inline: [{ ...byTag("Alpha", "Alpha"), Action: "kms:DescribeKey" }] }),
      ],
      keys: [disabled],
      vpcEndpoints: [{ ...endpoint, PolicyDocument }],
    });
    expect(dependents("Project", tagged)).toEqual([
      "lost role/alpha DescribeKey one",
      "lost role/alpha DescribeKey one via vpce-1",
    ]);
  });
});

describe("who depends on an alias", () => {
  it("loses what it allows, in every Region that is given", () => {
    const roles = [role("pay", { inline: [byAlias("Pay", "alias/pay", "alias/pay/*")] })];
    const here = snapshot({ roles, keys: [key("one", { aliases: ["alias/pay", "alias/x"] })] });
    const there = snapshot({
      roles,
      region: away,
      keys: [key("far", { region: away, aliases: ["alias/pay"] })],
    });
    expect(dependents("alias/pay", here, there)).toEqual([
      "lost role/pay Decrypt,DescribeKey one",
      "lost role/pay Decrypt,DescribeKey far",
    ]);
    expect(dependents("alias/x", here, there)).toEqual([]);
  });

  it("keeps what another alias of the key allows, unless that is taken off too", () => {
    const roles = [role("pay", { inline: [byAlias("Pay", "alias/pay*")] })];
    const here = snapshot({
      roles,
      keys: [key("one", { aliases: ["alias/pay", "alias/payroll"] })],
    });
    expect(dependents("alias/pay", here)).toEqual([]);
    expect(dependents("alias/pay*", here)).toEqual(["lost role/pay Decrypt,DescribeKey one"]);
  });

  it("may depend on its absence, though the statement names another", () => {
    const only = allowKms("Only", {
      "ForAllValues:StringEquals": { "kms:ResourceAliases": "alias/mine" },
    });
    const here = snapshot({
      roles: [role("app", { inline: [only] })],
      keys: [key("one", { aliases: ["alias/mine", "alias/other"] })],
    });
    expect(usages("alias/other", here).statements).toEqual([]);
    expect(dependents("alias/other", here)).toEqual(["gained role/app Decrypt,DescribeKey one"]);
  });
});

describe("who depends on a network", () => {
  const everything = document({ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" });
  const endpoint = (id: string, VpcId: string, service = "kms") => ({
    VpcEndpointId: id,
    VpcId,
    ServiceName: `com.amazonaws.${home}.${service}`,
    PolicyDocument: everything,
  });
  const from = (Sid: string, condition: string, value: string) =>
    allowKms(Sid, { StringEquals: { [condition]: value } });

  it("loses what it can do only there", () => {
    const here = snapshot({
      roles: [
        role("inside", { inline: [from("Inside", "aws:SourceVpce", "vpce-1")] }),
        role("vpc", { inline: [from("Vpc", "aws:SourceVpc", "vpc-1")] }),
        role("anywhere", { inline: [allowKms("Anywhere")] }),
      ],
      keys: [key("one")],
      vpcEndpoints: [endpoint("vpce-1", "vpc-1"), endpoint("vpce-2", "vpc-2")],
    });
    const both = [
      "lost role/inside Decrypt,DescribeKey one via vpce-1",
      "lost role/vpc Decrypt,DescribeKey one via vpce-1",
    ];
    expect(dependents("vpce-1", here)).toEqual(both);
    expect(dependents("vpc-1", here)).toEqual(both);
    expect(dependents("vpce-2", here)).toEqual([]);
    expect(usages("vpce-1", here).keys).toEqual([]);
  });

  it("may be on a network that the account does not have, but not on another service's endpoint", () => {
    const here = snapshot({
      roles: [role("inside", { inline: [from("Inside", "aws:SourceVpce", "vpce-9")] })],
      keys: [key("one")],
      vpcEndpoints: [
        endpoint("vpce-8", "vpc-8", "s3"),
        { ...endpoint("vpce-7", "vpc-8"), State: "deleted" },
      ],
    });
    expect(dependents("vpce-9", here)).toEqual([
      "lost role/inside Decrypt,DescribeKey one via vpce-9",
    ]);
    expect(dependents("vpce-8", here)).toEqual([]);
    expect(dependents("vpc-8", here)).toEqual([]);
  });

  it("is told of the Region that the endpoint is in", () => {
    const roles = [role("inside", { inline: [from("Inside", "aws:SourceVpce", "vpce-1")] })];
    const here = snapshot({
      roles,
      keys: [key("one")],
      vpcEndpoints: [endpoint("vpce-1", "vpc-1")],
    });
    const there = snapshot({ roles, region: away, keys: [key("far", { region: away })] });
    expect(dependents("vpce-1", here, there)).toEqual([
      "lost role/inside Decrypt,DescribeKey one via vpce-1",
    ]);
  });
});
