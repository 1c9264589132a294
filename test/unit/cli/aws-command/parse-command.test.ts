import { describe, expect, it } from "vitest";
import { parseAwsCommand } from "../../../../src/cli/aws-command/parse-command.ts";
import { CliError } from "../../../../src/cli/cli-error.ts";

const words = (text: string): readonly string[] => text.split(" ");
const parse = (text: string) => parseAwsCommand(words(text));

function faultOf(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof CliError) {
      return error.messages.map(({ code, message, help }) => `${code}: ${message}; ${help}`).join();
    }
    throw error;
  }
  return "none";
}

describe("parseAwsCommand", () => {
  it("takes a command apart", () => {
    const command = parse("aws kms tag-resource --key-id k --tags a b --region eu-west-1");
    expect(command.operation.api).toBe("TagResource");
    expect([...command.members]).toEqual([
      ["KeyId", ["k"]],
      ["Tags", ["a", "b"]],
    ]);
    expect([...command.globals]).toEqual([["--region", "eu-west-1"]]);
    expect(command.repeated).toEqual([]);
  });

  it("lets the options of every command stand anywhere", () => {
    const command = parse(
      "aws --profile prod --no-cli-pager kms --region=eu-west-1 disable-key --output json --key-id k --debug",
    );
    expect(command.operation.api).toBe("DisableKey");
    expect(Object.fromEntries(command.globals)).toEqual({
      "--profile": "prod",
      "--no-cli-pager": "",
      "--region": "eu-west-1",
      "--output": "json",
      "--debug": "",
    });
  });

  it("reads flags, their opposites, and values with an equals sign or a dash", () => {
    const command = parse(
      "aws ec2 modify-vpc-endpoint --vpc-endpoint-id=vpce-1 --reset-policy --no-private-dns-enabled --add-subnet-ids -1 s",
    );
    expect(Object.fromEntries(command.members)).toEqual({
      VpcEndpointId: ["vpce-1"],
      ResetPolicy: true,
      PrivateDnsEnabled: false,
      AddSubnetIds: ["-1", "s"],
    });
    const spaced = parseAwsCommand(["aws", "kms", "disable-key", "--key-id", "-a b"]);
    expect(spaced.members.get("KeyId")).toEqual(["-a b"]);
  });

  it("knows options by their beginning, as the AWS CLI does", () => {
    const { members } = parse("aws ec2 delete-vpc-endpoints --vpc-endpoint-id vpce-1");
    expect(members.get("VpcEndpointIds")).toEqual(["vpce-1"]);
  });

  it("lets the last of an option that is given twice count, and tells", () => {
    const { members, repeated } = parse(
      "aws ec2 modify-vpc-endpoint --vpc-endpoint-id a --vpc-endpoint-id b --private-dns-enabled --no-private-dns-enabled",
    );
    expect(Object.fromEntries(members)).toEqual({ VpcEndpointId: ["b"], PrivateDnsEnabled: false });
    expect(repeated).toEqual(["--vpc-endpoint-id", "--no-private-dns-enabled"]);
  });

  it.each([
    ["kms tag-resource", "E_AWS_COMMAND: `kms` is not the AWS CLI"],
    ["aws", "E_AWS_COMMAND: `aws` is not a whole command"],
    ["aws kms", "E_AWS_COMMAND: `aws kms` is not a whole command"],
    ["aws kms tag-resources --key-id k", "did you mean `tag-resource`?"],
    [
      "aws kms describe-key --key-id k",
      "`aws kms describe-key` is no command that what-if can judge",
    ],
    ["aws s3 ls", "what-if judges commands of `aws kms`, `aws ec2` and `aws iam`"],
    ["aws --key-id k kms disable-key", "E_AWS_OPTION: unknown option `--key-id`"],
    [
      "aws kms disable-key --keyid k",
      "E_AWS_OPTION: unknown option `--keyid`; did you mean `--key-id`?",
    ],
    ["aws kms disable-key -k k", "E_AWS_OPTION: unknown option `-k`"],
    ["aws kms disable-key --key-id k extra", "E_AWS_OPTION: unexpected argument `extra`"],
    ["aws kms disable-key --key-id", "E_AWS_OPTION: `--key-id` needs a value"],
    ["aws kms disable-key --key-id --debug", "E_AWS_OPTION: `--key-id` needs a value"],
    ["aws kms tag-resource --key-id k --tags", "E_AWS_OPTION: `--tags` needs a value"],
    ["aws kms create-grant --dry-run=true", "E_AWS_OPTION: `--dry-run` takes no value"],
    ["aws kms create-grant --grant", "`--grant` may stand for several options"],
    ["aws kms disable-key --generate-cli-skeleton", "the AWS CLI calls nothing"],
  ])("refuses %s", (text, fault) => {
    expect(faultOf(text)).toContain(fault);
  });
});
