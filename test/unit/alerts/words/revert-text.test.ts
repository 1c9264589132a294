import { describe, expect, it } from "vitest";
import { namesOfFinding } from "../../../../src/alerts/words/finding-names.ts";
import { revertSentences, revertStatus } from "../../../../src/alerts/words/revert-text.ts";
import { sampleChange, sampleFinding } from "../sample-finding.ts";

const names = namesOfFinding(sampleFinding);
const KeyId = sampleChange.key;
const sentence = (operation: string, input: Record<string, unknown>) =>
  revertSentences({ calls: [{ service: "kms", operation, input }] }, names)[0];

describe("what a revert would do", () => {
  it.each([
    ["TagResource", { Tags: [{ TagKey: "A", TagValue: "b" }] }, 'set the tag A to "b"'],
    ["UntagResource", { TagKeys: ["A", "B"] }, "remove the tag A, B"],
    ["CreateAlias", { AliasName: "alias/a", TargetKeyId: KeyId }, "create alias/a for KEY"],
    ["UpdateAlias", { AliasName: "alias/a", TargetKeyId: KeyId }, "point alias/a back to KEY"],
    ["DeleteAlias", { AliasName: "alias/a" }, "delete alias/a"],
    ["PutKeyPolicy", { KeyId, Policy: "{}" }, "put back the key policy of KEY as it was"],
    [
      "CreateGrant",
      { KeyId, GranteePrincipal: "arn:aws:iam::444455556666:role/a" },
      "create a grant for role/a on KEY, with another id and token",
    ],
    ["RevokeGrant", { KeyId, GrantId: "g1" }, "revoke the grant g1 on KEY"],
    [
      "ModifyVpcEndpoint",
      { VpcEndpointId: "vpce-1" },
      "put back the VPC endpoint vpce-1 as it was",
    ],
    ["DeleteVpcEndpoints", { VpcEndpointIds: ["vpce-1"] }, "delete the VPC endpoint vpce-1"],
    ["CancelKeyDeletion", { KeyId }, "cancel the deletion of KEY"],
    ["EnableKey", { KeyId }, "enable KEY"],
    ["DisableKey", {}, "disable the key"],
    ["toString", { A: "b" }, "run aws kms to-string --a b"],
    ["TagResource", { Tags: "x" }, "set x"],
    ["TagResource", { Tags: [null, {}] }, 'set a tag, the tag null to "null"'],
  ])("%s %j", (operation, input, expected) => {
    expect(sentence(operation, input)).toBe(expected.replace("KEY", "alias/vault (key/1234abcd)"));
  });

  it("is told with how far it has come", () => {
    expect(revertStatus(sampleFinding.remediation)).toBe("proposed, not done");
    expect(
      revertStatus({
        ...sampleFinding.remediation,
        status: "refused",
        refusedBecause: "it grants",
      }),
    ).toBe("refused, not done: it grants");
  });
});
