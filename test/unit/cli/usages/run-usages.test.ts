import { beforeAll, describe, expect, it } from "vitest";
import { run as runCommandLine } from "../../../../src/cli/run.ts";
import { readSampleAccount } from "../../../support/samples.ts";
import { run, useFolder } from "../cli-folder.ts";
import { memoryIo } from "../memory-io.ts";
import { account, builderArn, region, smallAccount, vaultArn } from "../small-account.ts";

const folder = useFolder();

beforeAll(() => {
  folder.write("small.json", smallAccount);
  folder.write("sample.json", readSampleAccount());
});

const ordersArn = "arn:aws:kms:us-west-2:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321";
const inventory = smallAccount.authorizationDetails as {
  readonly RoleDetailList: readonly Readonly<Record<string, unknown>>[];
};

const usages = (subject: string, ...options: readonly string[]) =>
  run(["usages", subject, "--account", "small.json", ...options]);

const kindsOf = (lines: readonly Record<string, unknown>[]) => lines.map(({ kind }) => kind);

describe("usages", () => {
  it("prints statements, keys and dependents as JSON lines", async () => {
    folder.write("open.json", {
      ...smallAccount,
      keys: (smallAccount.keys as readonly object[]).map((key) => ({
        ...key,
        tags: [{ TagKey: "Stage", TagValue: "open" }],
      })),
    });
    const { code, lines, err } = await run([
      ...["usages", "Stage=open", "--account", "open.json", "--json"],
    ]);
    expect(code).toBe(0);
    expect(err).toBe("");
    expect(kindsOf(lines)).toEqual(["statement", "key", "key", "dependent", "dependent"]);
    const [statement, key, , dependent] = lines;
    expect(statement).toEqual({
      kind: "statement",
      layer: "identity-policy",
      policy: "builder-keys",
      sid: "UseOpenKeys",
      statement: 0,
      effect: "Allow",
      account,
      attachedTo: [builderArn],
      mentions: [
        {
          element: "Condition",
          operator: "StringEquals",
          key: "aws:ResourceTag/Stage",
          values: ["open"],
        },
      ],
      concernsKms: true,
    });
    expect(key).toEqual({
      kind: "key",
      key: vaultArn,
      account,
      region,
      attribute: "tag:Stage",
      value: "open",
      keyState: "Enabled",
    });
    expect(dependent).toMatchObject({
      kind: "dependent",
      change: "lost",
      principal: builderArn,
      external: false,
      key: vaultArn,
      via: null,
      actions: ["kms:Decrypt", "kms:Encrypt"],
      before: "allowed",
      after: "implicitDeny",
      because: [{ layer: "identity-policy", policy: "builder-keys", statement: 0, was: true }],
    });
  });

  it("prints three sections for people", async () => {
    const sample = ["--account", "sample.json"];
    const { code, out } = await run(["usages", "Environment=staging", ...sample]);
    expect(code).toBe(0);
    expect(out.split("\n").map((line) => line.trimEnd())).toEqual([
      "statements that mention it",
      '  Allow  identity policy staging-keys  statement 0 "UseKeysOfTheStagingEnvironment"  role/ci-deploy',
      "         StringEquals aws:ResourceTag/Environment: staging",
      "keys that carry it",
      `  Environment=staging  alias/orders  ${ordersArn}`,
      "whose access depends on it: what would change if it were taken off these keys",
      "  lost  role/ci-deploy  Decrypt, GenerateDataKey, Encrypt, DescribeKey  alias/orders  outside any endpoint, vpce-0f9e8d7c6b5a40312",
      "        allowed → implicitDeny",
      expect.stringContaining("no longer by identity policy staging-keys"),
      "",
    ]);
  });

  it("says so where there is nothing to tell", async () => {
    const { code, out } = await usages("Owner");
    expect(code).toBe(0);
    expect(out).toBe(
      "no statement mentions it\nno key carries it\nnobody's access depends on it\n",
    );
    expect(await usages("Owner", "--json")).toMatchObject({ code: 0, out: "" });
    const network = await usages("vpce-0123456789");
    expect(network.out).toContain("no key carries it: keys carry tags and aliases\n");
  });

  it.each<[string, object, string, string]>([
    [
      "the account's IAM",
      { authorizationDetails: { unreadable: "x" } },
      "no statement that could be read mentions it\nno key carries it\nnobody's access depends on it, as far as could be read\n",
      `the IAM policies of the account \`${account}\` (its IAM inventory could not be read: x)`,
    ],
    [
      "one role's policies",
      {
        authorizationDetails: {
          RoleDetailList: [
            { RoleName: "a", Arn: builderArn, AttachedManagedPolicies: { unreadable: "x" } },
          ],
        },
      },
      "no statement that could be read mentions it",
      `some IAM policies of \`${builderArn}\``,
    ],
    [
      "keys",
      { keys: { unreadable: "x" } },
      "no key carries it, as far as could be read",
      `the key policies of ${account} in ${region}`,
    ],
    [
      "a key policy",
      { keys: [{ metadata: { Arn: vaultArn }, policy: { unreadable: "x" }, tags: [] }] },
      "no statement that could be read mentions it\nno key carries it\n",
      `the key policy of \`${vaultArn}\``,
    ],
    [
      "an endpoint policy",
      { vpcEndpoints: [{ VpcEndpointId: "vpce-1", ServiceName: `com.amazonaws.${region}.kms` }] },
      "no statement that could be read mentions it",
      "the policy of `vpce-1`",
    ],
    [
      "an SCP",
      {
        organization: {
          serviceControlPolicies: [[{ name: "Guard", document: { unreadable: "x" } }]],
        },
      },
      "no statement that could be read mentions it",
      "the organization's policy `Guard`",
    ],
  ])("never takes what could not be read for nothing: %s", async (_, part, told, unread) => {
    folder.write("unread.json", { ...smallAccount, ...part });
    const { code, out, err } = await run(["usages", "Owner", "--account", "unread.json"]);
    expect(code).toBe(0);
    expect(out).toContain(told);
    expect(err).toContain(`what could not be read may mention it: ${unread}\n`);
  });

  it("takes an account's IAM from the snapshot that tells it", async () => {
    const { authorizationDetails: _, ...untold } = smallAccount;
    folder.write("other.json", { ...untold, region: "us-west-2", keys: [] });
    const { lines, err } = await run([
      ...["usages", "Stage=open", "--account", "other.json", "--account", "small.json", "--json"],
    ]);
    expect(kindsOf(lines)).toEqual(["statement"]);
    expect(err).toBe("");
  });

  it("knows aliases, networks and statements without an action of KMS", async () => {
    const sample = ["--account", "sample.json"];
    const alias = await run(["usages", "alias/reports", ...sample]);
    expect(alias.out).toContain("ForAnyValue:StringLike kms:ResourceAliases: alias/reports");
    expect(alias.out).toMatch(/lost {2}role\/reporting {2}Decrypt, GenerateDataKey, DescribeKey/);
    const network = await run(["usages", "vpce-0a1b2c3d4e5f60718", ...sample]);
    expect(network.out).toContain("aws:SourceVpce: vpce-0a1b2c3d4e5f60718");
    expect(network.out).toContain("if it were gone and requests went outside any endpoint");
    expect(network.out).toMatch(/lost {2}role\/payroll-app .* alias\/payroll-vault/);
    const [role, ...others] = inventory.RoleDetailList;
    const Statement = [
      {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "*",
        Condition: { StringEquals: { "aws:ResourceTag/Owner": "me" } },
      },
    ];
    const RolePolicyList = [
      { PolicyName: "s3", PolicyDocument: { Version: "2012-10-17", Statement } },
    ];
    const RoleDetailList = [{ ...role, RolePolicyList }, ...others];
    folder.write("s3.json", {
      ...smallAccount,
      authorizationDetails: { ...inventory, RoleDetailList },
    });
    const foreign = await run(["usages", "Owner", "--account", "s3.json"]);
    expect(foreign.out).toContain("names no action of KMS");
  });

  it("takes several accounts, and each Region's keys", async () => {
    const elsewhere = "eu-west-3";
    const text = JSON.stringify(smallAccount).replaceAll(region, elsewhere);
    folder.write("elsewhere.json", text);
    const { lines } = await run([
      ...["usages", "alias/vault", "--json", "--account", "small.json"],
      ...["--account", "elsewhere.json"],
    ]);
    expect(lines.map(({ region: one }) => one)).toEqual([region, elsewhere]);
    const twice = ["--account", "small.json", "--account", "small.json"];
    expect((await run(["usages", "Stage", ...twice])).code).toBe(2);
  });

  it("folds what is long, and opens it", async () => {
    const key = (number: number) => ({
      metadata: { Arn: `arn:aws:kms:${region}:${account}:key/k${number}` },
      tags: [{ TagKey: "Stage", TagValue: "open" }],
      aliases: [],
    });
    const keys = Array.from({ length: 45 }, (_, index) => key(index));
    folder.write("many.json", { ...smallAccount, keys });
    const folded = await run(["usages", "Stage", "--account", "many.json"]);
    expect(folded.out).toContain("5 more: --full shows all");
    expect(folded.out).not.toContain("key/k44");
    const open = await run(["usages", "Stage", "--account", "many.json", "--full"]);
    expect(open.out).not.toContain("--full shows all");
    expect(open.out).toContain("key/k44");
  });

  it("tells what nobody knows, and escapes what a terminal obeys", async () => {
    const [first, ...others] = smallAccount.keys as readonly object[];
    const tags = [{ TagKey: "Stage", TagValue: "\u001b[31mred" }];
    const unread = { ...first, tags: { unreadable: "AccessDenied" } };
    folder.write("odd.json", {
      ...smallAccount,
      keys: [unread, ...others.map((one) => ({ ...one, tags }))],
    });
    const { code, out, err } = await run(["usages", "Stage", "--account", "odd.json"]);
    expect(code).toBe(0);
    expect(err).toContain("the tags of 1 key are not known\n");
    expect(out).toContain("Stage=\\u001b[31mred");
  });

  it("ends with 2 on wrong usage, with 0 when the reader goes away", async () => {
    const wrong = await usages("=x");
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain("`=x` names no tag, alias, VPC endpoint or VPC [E_USAGE]");
    expect((await run(["usages", "Stage"])).code).toBe(2);
    expect((await run(["usages", "--account", "small.json"])).code).toBe(2);
    expect((await run(["usages", "Stage", "--account", "none.json"])).code).toBe(2);
    const io = memoryIo({ closesAfter: 1 });
    const args = ["usages", "Stage", "--account", "small.json", "--json"];
    expect(await runCommandLine(args, io)).toBe(0);
    expect(io.out().split("\n")).toHaveLength(2);
    const help = await run(["usages", "--help"]);
    expect(help.out).toContain("$ kms-guardrail usages Project --account account.json");
  });
});
