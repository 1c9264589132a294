import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { run, useFolder } from "../cli-folder.ts";
import {
  account,
  auditorArn,
  builderArn,
  otherArn,
  region,
  smallAccount,
  vaultArn,
} from "../small-account.ts";

const folder = useFolder();
const file = "account.json";

beforeAll(() => {
  folder.write(file, smallAccount);
});

const keyId = vaultArn.slice(vaultArn.lastIndexOf("/") + 1);
const tagOpen = ["kms", "tag-resource", "--key-id", keyId, "--tags", "TagKey=Stage,TagValue=open"];
const tagClosed = [
  "kms",
  "tag-resource",
  "--key-id",
  keyId,
  "--tags",
  "TagKey=Stage,TagValue=closed",
];

const whatIf = (options: readonly string[], ...words: readonly string[]) =>
  run(["what-if", "--account", file, ...options, "--", "aws", ...words]);

describe("what-if", () => {
  it("prints the finding that the command would cause", async () => {
    const { code, lines, err } = await whatIf(
      ["--json", "--at", "2026-11-05T10:00:00Z"],
      ...tagOpen,
    );
    expect(code).toBe(0);
    expect(err).toBe("");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      schemaVersion: 1,
      kind: "access",
      event: {
        eventId: "what-if",
        eventName: "TagResource",
        eventSource: "kms.amazonaws.com",
        eventTime: "2026-11-05T10:00:00Z",
        awsRegion: region,
        recipientAccountId: account,
        actor: { type: "what-if", arn: null, sessionIssuerArn: null, invokedBy: null },
        sourceIPAddress: null,
      },
      resource: { type: "AWS::KMS::Key", arn: vaultArn },
      attributeChanges: [{ attribute: "tag:Stage", before: "closed", after: "open" }],
      effectiveBy: "2026-11-05T10:05:00Z",
      severity: "high",
      title: "role/builder can now Decrypt, Encrypt with alias/vault (tag Stage, by what-if)",
      accessChanges: [
        {
          change: "gained",
          principal: builderArn,
          key: vaultArn,
          via: null,
          actions: ["kms:Decrypt", "kms:Encrypt"],
          witness: { action: "kms:Decrypt", context: {} },
        },
      ],
      notes: [],
    });
  });

  it("gives the same finding id for the same command on the same account", async () => {
    const at = ["--json", "--at", "2026-11-05T10:00:00Z"];
    const [first] = (await whatIf(at, ...tagOpen)).lines;
    const [second] = (await whatIf(at, ...tagOpen)).lines;
    expect(second).toEqual(first);
  });

  it("prints text for people", async () => {
    const { code, out } = await whatIf([], ...tagOpen);
    expect(code).toBe(0);
    expect(out).toContain("HIGH  role/builder can now Decrypt, Encrypt with alias/vault");
    expect(out).toContain('tag:Stage  "closed" → "open"');
    expect(out).toContain("UseOpenKeys");
  });

  it("says that no access would change, or nothing as JSON", async () => {
    expect(await whatIf([], ...tagClosed)).toMatchObject({
      code: 0,
      out: "no access would change\n",
    });
    const asJson = await whatIf(["--json"], ...tagClosed);
    expect(asJson).toMatchObject({ code: 0, out: "", err: "no access would change\n" });
    const all = await whatIf(["--json", "--all"], ...tagClosed);
    expect(all.lines).toMatchObject([{ severity: "informational", accessChanges: [] }]);
  });

  it("ends with 1 when --fail-on is met", async () => {
    expect((await whatIf(["--fail-on", "high"], ...tagOpen)).code).toBe(1);
    expect((await whatIf(["--fail-on", "critical"], ...tagOpen)).code).toBe(0);
    expect((await whatIf(["--fail-on", "informational"], ...tagClosed)).code).toBe(0);
  });

  it("takes the configuration into account", async () => {
    folder.write("guardrail.yml", "version: 1\nmode: observe\n");
    const { lines } = await whatIf(["--json", "--config", "guardrail.yml"], ...tagOpen);
    expect(lines[0]).toMatchObject({ remediation: { mode: "observe" } });
    expect((await whatIf(["--config", "missing.yml"], ...tagOpen)).code).toBe(2);
  });

  it("happens after all that the snapshot knows, whatever the clock says", async () => {
    folder.write("future.json", { ...smallAccount, capturedAt: "2999-01-01T00:00:00.5Z" });
    const asked = await run(
      ["what-if", "--account", "future.json", "--json", "--", "aws"].concat(tagOpen),
    );
    expect(asked.lines[0]).toMatchObject({ event: { eventTime: "2999-01-01T00:00:01Z" } });
    const early = await whatIf(["--at", "2026-10-31"], ...tagOpen);
    expect(early.code).toBe(2);
    expect(early.err).toContain("`--at` is before the account snapshot was captured");
  });

  it("tells of options that are given twice, and of a dry run", async () => {
    const twice = await whatIf(["--json"], ...tagOpen, "--key-id", otherArn);
    expect(twice.err).toBe(
      "`--key-id` is given more than once: as in the AWS CLI, the last counts\n",
    );
    expect(twice.lines[0]).toMatchObject({ resource: { arn: otherArn } });
    const grant = ["kms", "create-grant", "--key-id", keyId, "--grantee-principal", auditorArn];
    const dry = await whatIf(["--json"], ...grant, "--operations", "Decrypt", "--dry-run");
    const [finding] = dry.lines;
    expect(finding).toMatchObject({
      attributeChanges: [{ attribute: "grant:new-grant", before: null }],
      notes: [{ code: "newGrant" }, { code: "dryRun" }],
    });
  });

  it("says that KMS would refuse a key policy that locks everybody out", async () => {
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS: builderArn }, Action: "kms:Decrypt", Resource: "*" },
      ],
    });
    const put = ["kms", "put-key-policy", "--key-id", keyId, "--policy", policy];
    const notesOf = async (...words: readonly string[]) =>
      (await whatIf(["--json"], ...words)).lines.flatMap(({ notes }) =>
        (notes as { code: string }[]).map(({ code }) => code),
      );
    expect(await notesOf(...put)).toEqual(
      expect.arrayContaining(["lockedOut", "lockoutSafetyCheck"]),
    );
    expect(await notesOf(...put, "--bypass-policy-lockout-safety-check")).not.toContain(
      "lockoutSafetyCheck",
    );
  });

  it.each([
    [["kms", "describe-key"], "E_AWS_COMMAND"],
    [["kms", "tag-resource", "--key", keyId], "`--tags` is missing [E_AWS_OPTION]"],
    [["kms", "disable-key", "--keyid", keyId], "E_AWS_OPTION"],
    [["kms", "put-key-policy", "--key-id", keyId, "--policy", "file://no.json"], "E_FILE_MISSING"],
    [["kms", "tag-resource", "--key-id", keyId, "--tags", "{"], "E_AWS_VALUE"],
    [["kms", "disable-key", "--key-id", "0f0f0f0f"], "holds the key `0f0f0f0f` [E_KEY_UNKNOWN]"],
    [
      ["kms", "disable-key", "--key-id", "alias/vault"],
      "not the alias `alias/vault` [E_CALL_WOULD_FAIL]",
    ],
  ])("ends with 2 on `aws %j`", async (words, told) => {
    const { code, out, err } = await whatIf([], ...words);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(told);
  });

  it("needs an account and a command", async () => {
    expect((await run(["what-if", "--", "aws", ...tagOpen])).code).toBe(2);
    expect((await run(["what-if", "--account", file])).code).toBe(2);
    expect((await run(["what-if", "--account", "none.json", "--", "aws", ...tagOpen])).code).toBe(
      2,
    );
    const { code, out } = await run(["what-if", "--help"]);
    expect(code).toBe(0);
    expect(out).toContain("kms-guardrail what-if --account account.json -- ");
  });

  it("is what a user gets who runs it in a shell", () => {
    const root = fileURLToPath(new URL("../../../../", import.meta.url));
    folder.write("policies/open.json", [{ TagKey: "Stage", TagValue: "open" }]);
    const words = ["kms", "tag-resource", "--key-id", keyId, "--tags", "file://policies/open.json"];
    const { status, stdout, stderr } = spawnSync(
      `${root}node_modules/.bin/node`,
      [`${root}src/cli/main.ts`, "what-if", "--account", file, "--json", "--", "aws", ...words],
      { encoding: "utf8" },
    );
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ severity: "high", resource: { arn: vaultArn } });
  });
});
