import { expect, it } from "vitest";
import { policyLines } from "../../../../src/alerts/words/policy-lines.ts";

it("puts elements in AWS's order, one statement's elements each on its line", () => {
  const document = {
    Statement: {
      Resource: "*",
      Action: ["kms:Decrypt"],
      Effect: "Allow",
      Principal: { AWS: ["a", "b"] },
    },
    Version: "2012-10-17",
  };
  expect(policyLines(document)).toEqual([
    "{",
    '  "Version": "2012-10-17",',
    '  "Statement": [',
    "    {",
    '      "Effect": "Allow",',
    '      "Principal": { "AWS": ["a", "b"] },',
    '      "Action": "kms:Decrypt",',
    '      "Resource": "*"',
    "    }",
    "  ]",
    "}",
  ]);
});

it("breaks what does not fit on a line", () => {
  const arns = ["a", "b", "c"].map(
    (name) => `arn:aws:iam::111122223333:role/${name}-with-a-long-name`,
  );
  expect(policyLines({ Statement: [{ Principal: { AWS: arns } }] })).toContain(
    `          "${arns[0]}",`,
  );
});

it.each([[{}], [{ Statement: [] }], [null], ["text"]])("bears %j", (document) => {
  expect(policyLines(document).join("")).not.toBe("");
});
