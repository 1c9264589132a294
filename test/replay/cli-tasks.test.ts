import { beforeAll, describe, expect, it } from "vitest";
import { type Ended, run, useFolder } from "../unit/cli/cli-folder.ts";
import { account, region, smallAccount, vaultArn } from "../unit/cli/small-account.ts";

const { write } = useFolder();

const user = (name: string): string => `arn:aws:iam::${account}:user/${name}`;

function allow(principal: object, actions: readonly string[], condition?: object): object {
  const Action = actions.map((action) => `kms:${action}`);
  const statement = { Effect: "Allow", Principal: principal, Action, Resource: "*" };
  return condition === undefined ? statement : { ...statement, Condition: condition };
}

const via = (service: string): object => ({
  StringEquals: { "kms:ViaService": `${service}.${region}.amazonaws.com` },
});

/** Users that the key policy names, one for each thing that a task may depend on. */
const statements = [
  allow({ AWS: user("both") }, ["GenerateDataKey", "Decrypt"]),
  allow({ AWS: user("reader") }, ["Decrypt"]),
  allow({ AWS: user("by-s3") }, ["GenerateDataKey", "Decrypt"], via("s3")),
  allow({ AWS: user("by-sqs") }, ["GenerateDataKey", "Decrypt"], via("sqs")),
  allow({ AWS: user("inside") }, ["GenerateDataKey", "Decrypt"], {
    StringEquals: { "aws:SourceVpce": "vpce-0a1b2c3d4e5f60718" },
  }),
  allow({ AWS: user("one-bucket") }, ["GenerateDataKey", "Decrypt"], {
    StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::amzn-s3-demo-bucket/*" },
  }),
  allow({ AWS: user("attacher") }, ["CreateGrant"], {
    Bool: { "kms:GrantIsForAWSResource": "true" },
  }),
  allow({ AWS: user("by-alias") }, ["Decrypt"], {
    StringEquals: { "kms:RequestAlias": "alias/vault" },
  }),
  allow({ Service: "sns.amazonaws.com" }, ["GenerateDataKey", "Decrypt"], {
    StringEquals: { "aws:SourceAccount": account },
  }),
  allow({ Service: `logs.${region}.amazonaws.com` }, [
    "Encrypt",
    "Decrypt",
    "ReEncrypt*",
    "GenerateDataKey*",
    "Describe*",
  ]),
];

beforeAll(() => {
  const [key] = smallAccount.keys as readonly object[];
  const policy = { Version: "2012-10-17", Statement: statements };
  write("account.json", { ...smallAccount, keys: [{ ...key, policy }] });
});

function ask(task: string, ...args: readonly string[]): Promise<Ended> {
  return run(["who-can", "alias/vault", "--account", "account.json", "--task", task, ...args]);
}

/** The short names of those whose task passes, by decision. */
async function answers(task: string, ...args: readonly string[]): Promise<Record<string, unknown>> {
  const { code, lines } = await ask(task, "--json", ...args);
  expect(code).toBe(0);
  const whole = lines.filter((line) => "needs" in line);
  const short = (line: Record<string, unknown>): string =>
    String(line["principal"]).replace(/^.*[/]/, "");
  return Object.fromEntries(whole.map((line) => [short(line), line["decision"]]));
}

describe("who-can --task", () => {
  it("takes every action of the task, through its service only", async () => {
    expect(await answers("sqs:SendMessage")).toEqual({
      both: "allowed",
      "by-sqs": "allowed",
      "one-bucket": "conditional",
      "sns.amazonaws.com": "conditional",
      [`logs.${region}.amazonaws.com`]: "allowed",
    });
    expect(Object.keys(await answers("sqs:ReceiveMessage"))).toContain("reader");
  });

  it("never passes a VPC endpoint, and tells that the grant is for an AWS resource", async () => {
    expect(await answers("s3:PutObject")).not.toHaveProperty("inside");
    expect(await answers("ec2:AttachVolume")).toEqual({ attacher: "allowed" });
  });

  it("leaves open what it is not told, and by which alias the service names the key", async () => {
    const named = "kms:EncryptionContext:aws:s3:arn=arn:aws:s3:::amzn-s3-demo-bucket/a.txt";
    const other = "kms:EncryptionContext:aws:s3:arn=arn:aws:s3:::amzn-s3-demo-bucket2/a.txt";
    expect(await answers("s3:GetObject")).toMatchObject({
      "one-bucket": "conditional",
      "by-alias": "conditional",
    });
    expect(await answers("s3:GetObject", "--context", named)).toMatchObject({
      "one-bucket": "allowed",
    });
    expect(await answers("s3:GetObject", "--context", other)).not.toHaveProperty("one-bucket");
  });

  it("asks as the service alone where the caller's rights do not count", async () => {
    const { lines, out } = await ask("logs:AssociateKmsKey", "--json");
    expect(lines.filter((line) => "needs" in line)).toMatchObject([
      { principal: `logs.${region}.amazonaws.com`, decision: "allowed" },
    ]);
    expect(out).not.toContain("user/both");
    expect((await ask("logs:AssociateKmsKey")).out).toContain(
      `by logs.${region}.amazonaws.com for itself`,
    );
  });

  it("prints the task, then each action that it takes", async () => {
    const { lines } = await ask("sns:Publish", "--json");
    const both = lines.filter((line) => line["principal"] === user("both"));
    const needs = ["kms:GenerateDataKey", "kms:Decrypt"];
    const told = { key: vaultArn, via: null, external: false, decision: "allowed" };
    expect(both).toMatchObject([
      { action: "sns:Publish", needs, ...told },
      { action: "kms:GenerateDataKey", task: "sns:Publish", ...told },
      { action: "kms:Decrypt", task: "sns:Publish", ...told },
    ]);
    expect(both[1]).not.toHaveProperty("needs");
  });

  it("is for a reader without --json, and says when it is nobody", async () => {
    const { out } = await ask("s3:PutObject");
    expect(out).toContain("takes GenerateDataKey, through s3.eu-central-1.amazonaws.com");
    expect(out).toMatch(/user\/by-s3 +allowed/);
    expect(out).toMatch(/user\/one-bucket +conditional\n +if kms:EncryptionContext:aws:s3:arn/);
    const { code, err } = await ask("cloudtrail:CreateTrail");
    expect(code).toBe(0);
    expect(err).toContain("this key lets nobody's `cloudtrail:CreateTrail` pass");
  });

  it.each([
    [["s3:PutObjekt"], "E_TASK_UNKNOWN", "did you mean `s3:PutObject`?"],
    [["dance"], "E_TASK_UNKNOWN", "the tasks are s3:PutObject, s3:GetObject"],
    [["s3:PutObject", "--action", "Decrypt"], "E_USAGE", "`--task` and `--action`"],
    [["s3:PutObject", "--via", "vpce-0a1b2c3d4e5f60718"], "E_USAGE", "`--task` and `--via`"],
  ])("refuses %j", async ([task = "", ...args], code, text) => {
    const { code: exit, err } = await ask(task, ...args);
    expect(exit).toBe(2);
    expect(err).toContain(`[${code}]`);
    expect(err).toContain(text);
  });

  it("refuses a key that it does not know, and a context without a task", async () => {
    const of = ["--account", "account.json"];
    const unknown = await run(["who-can", "alias/none", ...of, "--task", "s3:PutObject"]);
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining("E_KEY_UNKNOWN") });
    const alone = await run(["who-can", "alias/vault", ...of, "--context", "a=b"]);
    expect(alone).toMatchObject({ code: 2, err: expect.stringContaining("needs `--task`") });
  });
});

describe("explain --task", () => {
  const explain = (...args: readonly string[]): Promise<Ended> =>
    run(["explain", "--account", "account.json", "--key", "alias/vault", ...args]);

  it("is what the worst action is, each told layer by layer", async () => {
    const args = ["--principal", "user/reader", "--task", "sqs:SendMessage"];
    const { code, lines } = await explain(...args, "--json");
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      {
        task: "sqs:SendMessage",
        needs: ["kms:GenerateDataKey", "kms:Decrypt"],
        decision: "implicitDeny",
        blockedBy: ["key-policy"],
      },
      { task: "sqs:SendMessage", action: "kms:GenerateDataKey", decision: "implicitDeny" },
      { task: "sqs:SendMessage", action: "kms:Decrypt", decision: "allowed" },
    ]);
    expect(lines[2]).toHaveProperty("layers.0.layer", "key-policy");
    const { out } = await explain(...args);
    expect(out).toContain("implicitDeny  user/reader  sqs:SendMessage  alias/vault");
    expect(out).toContain("allowed  kms:Decrypt");
  });

  it.each([
    [["--principal", "user/both", "--task", "logs:AssociateKmsKey"], "E_TASK_PRINCIPAL"],
    [["--principal", "someone", "--task", "s3:PutObject"], "E_PRINCIPAL_MALFORMED"],
    [
      ["--principal", "user/both", "--task", "s3:PutObject", "--context-complete"],
      "`--task` and `--context-complete` do not go together",
    ],
    [
      ["--principal", "user/both", "--task", "s3:PutObject", "--alias", "alias/vault"],
      "`--task` and `--alias` do not go together",
    ],
    [["--principal", "user/both"], "neither `--action <action>` nor `--task <task>`"],
  ])("refuses %j", async (args, text) => {
    const { code, err } = await explain(...args);
    expect(code).toBe(2);
    expect(err).toContain(text);
  });

  it("needs a key", async () => {
    const args = ["--principal", "user/both", "--task", "s3:PutObject"];
    const { code, err } = await run(["explain", "--account", "account.json", ...args]);
    expect(code).toBe(2);
    expect(err).toContain("`--task` needs `--key`");
  });
});
