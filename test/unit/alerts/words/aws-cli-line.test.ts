import { expect, it } from "vitest";
import { awsCliLine } from "../../../../src/alerts/words/aws-cli-line.ts";
import type { RemediationCall } from "../../../../src/guardrail/finding/finding.ts";

it.each<[RemediationCall["service"], string, RemediationCall["input"], string]>([
  [
    "kms",
    "TagResource",
    { KeyId: "1234", Tags: [{ TagKey: "a", TagValue: "it's" }] },
    `aws kms tag-resource --key-id 1234 --tags '[{"TagKey":"a","TagValue":"it'\\''s"}]'`,
  ],
  [
    "kms",
    "UntagResource",
    { KeyId: "1", TagKeys: ["a", "b c"] },
    "aws kms untag-resource --key-id 1 --tag-keys a 'b c'",
  ],
  ["kms", "DeleteAlias", { AliasName: "alias/x" }, "aws kms delete-alias --alias-name alias/x"],
  [
    "ec2",
    "ModifyVpcEndpoint",
    {
      VpcEndpointId: "vpce-1",
      ResetPolicy: true,
      PrivateDnsEnabled: false,
      PolicyDocument: undefined,
    },
    "aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-1 --reset-policy --no-private-dns-enabled",
  ],
  ["kms", "PutKeyPolicy", { Policy: "" }, "aws kms put-key-policy --policy ''"],
])("%s %s", (service, operation, input, expected) => {
  expect(awsCliLine({ service, operation, input })).toBe(expected);
});
