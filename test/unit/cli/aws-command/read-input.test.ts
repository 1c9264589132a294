import { describe, expect, it } from "vitest";
import { readFilesFrom } from "../../../../src/cli/aws-command/param-file.ts";
import { parseAwsCommand } from "../../../../src/cli/aws-command/parse-command.ts";
import { readInput } from "../../../../src/cli/aws-command/read-input.ts";
import { CliError } from "../../../../src/cli/cli-error.ts";
import { useFolder } from "../cli-folder.ts";

const folder = useFolder();

async function read(...words: readonly string[]) {
  return await readInput(parseAwsCommand(["aws", ...words]), readFilesFrom(process.cwd()));
}

async function faultsOf(...words: readonly string[]): Promise<readonly string[]> {
  try {
    await read(...words);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return error.messages.map(
      ({ code, message, file }) => `${file === undefined ? "" : `${file}: `}${code}: ${message}`,
    );
  }
  return [];
}

const tag = ["kms", "tag-resource", "--key-id", "k", "--tags"];
const alpha = { TagKey: "Project", TagValue: "Alpha" };
const beta = { TagKey: "Stage", TagValue: "Beta" };

describe("values", () => {
  it.each([
    ["shorthand", ["TagKey=Project,TagValue=Alpha", "TagKey=Stage,TagValue=Beta"]],
    ["a JSON list", [JSON.stringify([alpha, beta])]],
    ["JSON objects", [JSON.stringify(alpha), JSON.stringify(beta)]],
  ])("are read from %s", async (_form, values) => {
    expect(await read(...tag, ...values)).toEqual({ KeyId: "k", Tags: [alpha, beta] });
  });

  it("are read from files, relative to the working folder", async () => {
    folder.write("deep/tags.json", [alpha, beta]);
    folder.write("policy.json", '{"Version": "2012-10-17"}\n');
    expect(await read(...tag, "file://deep/tags.json")).toEqual({
      KeyId: "k",
      Tags: [alpha, beta],
    });
    expect(
      await read("kms", "put-key-policy", "--key-id", "k", "--policy", "file://policy.json"),
    ).toEqual({ KeyId: "k", Policy: '{"Version": "2012-10-17"}\n' });
  });

  it("of lists of texts are words or a JSON list", async () => {
    const untag = ["kms", "untag-resource", "--key-id", "k", "--tag-keys"];
    expect(await read(...untag, "A", "B")).toEqual({ KeyId: "k", TagKeys: ["A", "B"] });
    expect(await read(...untag, '["A","B"]')).toEqual({ KeyId: "k", TagKeys: ["A", "B"] });
    expect(await read(...untag, "A,B")).toEqual({ KeyId: "k", TagKeys: ["A,B"] });
  });

  it("of structures, maps, numbers and flags have their type", async () => {
    const grant = [
      "kms",
      "create-grant",
      "--key-id",
      "k",
      "--operations",
      "Decrypt",
      "--constraints",
    ];
    const KeyId = "k";
    const Constraints = { EncryptionContextSubset: { Department: "IT" } };
    const expected = { KeyId, Operations: ["Decrypt"], Constraints };
    expect(await read(...grant, "EncryptionContextSubset={Department=IT}")).toEqual(expected);
    expect(await read(...grant, JSON.stringify(Constraints))).toEqual(expected);
    expect(
      await read("kms", "schedule-key-deletion", "--key-id", "k", "--pending-window-in-days", "7"),
    ).toEqual({ KeyId, PendingWindowInDays: 7 });
    const modify = ["ec2", "modify-vpc-endpoint", "--vpc-endpoint-id", "vpce-1", "--dns-options"];
    const dns = "PrivateDnsOnlyForInboundResolverEndpoint=true,PrivateDnsSpecifiedDomains=a";
    expect(await read(...modify, dns)).toEqual({
      VpcEndpointId: "vpce-1",
      DnsOptions: {
        PrivateDnsOnlyForInboundResolverEndpoint: true,
        PrivateDnsSpecifiedDomains: ["a"],
      },
    });
  });
});

describe("--cli-input-json and --cli-input-yaml", () => {
  const whole = { KeyId: "k", Tags: [alpha] };

  it("are the whole request, which options override", async () => {
    folder.write("input.json", whole);
    const command = ["kms", "tag-resource"];
    expect(await read(...command, "--cli-input-json", JSON.stringify(whole))).toEqual(whole);
    expect(
      await read(...command, "--cli-input-json", "file://input.json", "--key-id", "l"),
    ).toEqual({ ...whole, KeyId: "l" });
    const yaml = "KeyId: k\nTags:\n- TagKey: Project\n  TagValue: Alpha\n";
    expect(await read(...command, "--cli-input-yaml", yaml)).toEqual(whole);
  });

  it.each([
    ["{", "E_AWS_VALUE: `--cli-input-json`: not JSON: line 1: the text ends"],
    ["[]", "E_AWS_VALUE: `--cli-input-json`: expected a JSON object"],
    ['{"KeyId":"k"}', "E_AWS_OPTION: `--tags` is missing"],
    ['{"KeyId":"k","Tags":[],"Tag":1}', "E_AWS_VALUE: `Tag` is no member of the request"],
    ['{"KeyId":5,"Tags":{}}', "E_AWS_VALUE: `KeyId`: expected text, found 5"],
  ])("refuse %s", async (json, fault) => {
    const faults = await faultsOf("kms", "tag-resource", "--cli-input-json", json);
    expect(faults.join()).toContain(fault);
  });

  it("exclude each other and need what they name", async () => {
    const both = ["kms", "enable-key", "--cli-input-json", "{}", "--cli-input-yaml", "a: b"];
    expect((await faultsOf(...both)).join()).toContain("exclude each other");
    expect(await faultsOf("kms", "enable-key", "--cli-input-yaml", "- a")).toEqual([
      "E_AWS_VALUE: `--cli-input-yaml`: expected a mapping",
    ]);
    expect((await faultsOf("kms", "enable-key", "--cli-input-yaml", "a: [")).join()).toContain(
      "E_AWS_VALUE: `--cli-input-yaml`: not YAML",
    );
    expect(await faultsOf("kms", "enable-key", "--cli-input-json", "file://no.json")).toEqual([
      "no.json: E_FILE_MISSING: no such file",
    ]);
  });
});

describe("wrong values", () => {
  it.each([
    [
      ["TagKey=A", "TagValue=b"],
      "`Tags[0].TagValue` is missing,E_AWS_VALUE: `Tags[1].TagKey` is missing",
    ],
    [["TagKey=A,TagValue=b,TagKey=C"], "is no shorthand: `TagKey` stands twice"],
    [["Alpha"], "E_AWS_VALUE: `--tags`: `Alpha` is no shorthand: expected `=`"],
    [['[{"TagKey":"A"'], "E_AWS_VALUE: `--tags`: not JSON: line 1"],
    [['{"TagKey":"A"'], "E_AWS_VALUE: `--tags`: not JSON: line 1"],
    [['[{"TagKey":"A","TagValue":"b","Extra":1}]'], "`Tags[0].Extra` is no member of the request"],
    [['[{"TagKey":"A","TagValue":["b"]}]'], '`Tags[0].TagValue`: expected text, found ["b"]'],
    [["TagKey=A,TagValue=a,b"], '`Tags[0].TagValue`: expected text, found ["a","b"]'],
    [["file://missing.json"], "missing.json: E_FILE_MISSING: no such file"],
  ])("of --tags %j are told", async (values, fault) => {
    expect((await faultsOf(...tag, ...values)).join()).toContain(fault);
  });

  it("in files are told", async () => {
    folder.write("object.json", alpha);
    folder.write("binary", new Uint8Array([0xff, 0xfe, 0x00]));
    expect(await faultsOf(...tag, "file://object.json")).toEqual([
      "E_AWS_VALUE: `--tags`: expected a JSON list in the file",
    ]);
    expect(await faultsOf(...tag, "file://binary")).toEqual([
      "E_AWS_VALUE: `binary` is not UTF-8 text",
    ]);
    expect((await faultsOf(...tag, "file://.")).join()).toContain("is a folder, not a file");
  });

  it("that are empty or no number are told", async () => {
    expect(await faultsOf("kms", "enable-key", "--key-id", "")).toEqual([
      "E_AWS_VALUE: `KeyId` is empty",
    ]);
    expect(await faultsOf("kms", "enable-key")).toEqual(["E_AWS_OPTION: `--key-id` is missing"]);
    expect(await faultsOf("kms", "tag-resource")).toEqual([
      "E_AWS_OPTION: `--key-id`, `--tags` are missing",
    ]);
    const schedule = ["kms", "schedule-key-deletion", "--key-id", "k", "--pending-window-in-days"];
    expect(await faultsOf(...schedule, "soon")).toEqual([
      "E_AWS_VALUE: `--pending-window-in-days`: expected a whole number, found `soon`",
    ]);
  });
});
