import { describe, expect, it } from "vitest";
import { statementMentions } from "../../../../src/access/who-can/statement-mentions.ts";
import { KMS_VOCABULARY } from "../../../../src/kms/kms-vocabulary.ts";
import { compilePolicy } from "../../../../src/policy/compile-policy.ts";

function mentions(elements: object) {
  const statement = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*", ...elements };
  const json = { Version: "2012-10-17", Statement: statement };
  const compiled = compilePolicy(json, "key-policy", KMS_VOCABULARY);
  if ("malformed" in compiled) throw new Error(compiled.malformed.reason);
  return compiled.statements.map((one) => statementMentions(one, "aws"))[0];
}

const principals = (elements: object) => [...(mentions(elements)?.principals ?? [])].sort();
const role = "arn:aws:iam::111122223333:role/app";
const partner = "arn:aws:iam::444455556666:root";

describe("the principals that a statement names", () => {
  it.each([
    [{ AWS: "444455556666" }, [partner]],
    [{ AWS: [role, partner] }, [partner, role]],
    [{ Service: "s3.amazonaws.com" }, ["s3.amazonaws.com"]],
    [{ AWS: "AIDAEXAMPLEGONE000000" }, []],
    [{ AWS: "*" }, []],
  ])("%j", (principal, named) => {
    expect(principals({ Principal: principal })).toEqual([...named].sort());
  });

  it.each([
    ["StringEquals", "aws:PrincipalAccount", ["444455556666"], [partner]],
    ["StringNotEquals", "kms:CallerAccount", ["444455556666", "4444*", "x"], [partner]],
    ["ArnEquals", "aws:PrincipalArn", [role], ["arn:aws:iam::111122223333:root", role]],
    ["ArnLike", "aws:PrincipalArn", ["arn:aws:iam::444455556666:role/*"], [partner]],
    ["ArnLike", "aws:PrincipalArn", ["arn:aws:iam::*:role/app"], []],
    ["StringEquals", "aws:PrincipalArn", ["${aws:PrincipalTag/arn}"], []],
    ["StringEquals", "aws:PrincipalServiceName", ["s3.amazonaws.com"], ["s3.amazonaws.com"]],
    ["StringLike", "aws:PrincipalServiceName", ["*.amazonaws.com"], []],
    ["StringEquals", "aws:username", ["alice"], []],
  ])("%s on %s %j", (operator, key, values, named) => {
    expect(principals({ Condition: { [operator]: { [key]: values } } })).toEqual([...named].sort());
  });
});

describe("the networks that a statement names", () => {
  it("are VPC endpoints and VPCs without wildcards", () => {
    const condition = {
      StringNotEquals: { "aws:SourceVpce": ["vpce-0a1b2c3d", "vpce-1"], "aws:SourceVpc": "vpc-1" },
      StringLike: { "aws:SourceVpce": "vpce-2*" },
      StringEquals: { "aws:SourceIp": "vpce-3" },
    };
    expect(mentions({ Condition: condition })?.networks).toEqual([
      "vpce-0a1b2c3d",
      "vpce-1",
      "vpc-1",
    ]);
    expect(mentions({})?.networks).toEqual([]);
  });
});
