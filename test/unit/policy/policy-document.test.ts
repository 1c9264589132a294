import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePolicyDocument } from "../../../src/policy/policy-document.ts";
import type { PolicyType } from "../../../src/policy/statement-elements.ts";

const statement = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };
const parse = (json: unknown, type: PolicyType = "identity-policy") =>
  parsePolicyDocument(json, type);

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
describe("parsePolicyDocument", () => {
  it("reads one statement or a list", () => {
    const path = (json: unknown) => {
      const parsed = parse(json);
      return "document" in parsed ? parsed.document.statements.map((one) => one.path) : parsed;
    };
    expect(path({ Statement: statement })).toEqual(["Statement"]);
    expect(path({ Statement: [statement, statement] })).toEqual(["Statement[0]", "Statement[1]"]);
    expect(path({ Statement: [] })).toEqual([]);
  });

  it.each([
    ["2012-10-17", true],
    ["2008-10-17", false],
    [undefined, false],
  ])("has policy variables under Version %s: %j", (version, variables) => {
    const json = { ...(version && { Version: version }), Id: "x", Statement: statement };
    expect(parse(json)).toMatchObject({ document: { variables } });
  });

  it.each([
    [null, "", "the document is not a JSON object"],
    ["{}", "", "the document is not a JSON object"],
    [[], "", "the document is not a JSON object"],
    [{}, "Statement", "the document has no Statement"],
    [{ Statement: statement, statement }, "statement", "`statement` is no element of a policy"],
    [
      { Version: "2012-10-18", Statement: statement },
      "Version",
      "the Version `2012-10-18` is neither 2012-10-17 nor 2008-10-17",
    ],
    [
      { Version: 20121017, Statement: statement },
      "Version",
      "the Version `20121017` is neither 2012-10-17 nor 2008-10-17",
    ],
    [{ Id: 7, Statement: statement }, "Id", "not a string"],
    [{ Statement: null }, "Statement", "not a JSON object"],
    [{ Statement: [statement, "x"] }, "Statement[1]", "not a JSON object"],
    [
      { Version: "1", Statement: { ...statement, Effect: "allow" } },
      "Version",
      "the Version `1` is neither 2012-10-17 nor 2008-10-17",
    ],
  ])("refuses %j", (json, path, reason) => {
    expect(parse(json)).toEqual({ malformed: { path, reason } });
  });

  it("never throws", () => {
    const names = fc.constantFrom(
      "Version",
      "Statement",
      "Effect",
      "Principal",
      "Action",
      "Resource",
      "Condition",
      "AWS",
      "StringEquals",
    );
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<unknown>(null, true, 7, "*", "Allow", "kms:*"),
        fc.array(tie("json"), { maxLength: 2 }),
        fc.dictionary(names, tie("json"), { maxKeys: 4 }),
      ),
    }));
    const types = fc.constantFrom<PolicyType>(
      "identity-policy",
      "key-policy",
      "resource-control-policy",
      "service-control-policy",
      "vpc-endpoint-policy",
    );
    fc.assert(
      fc.property(json, types, (document, type) => {
        const parsed = parsePolicyDocument(document, type);
        expect("document" in parsed).not.toBe("malformed" in parsed);
      }),
    );
  });
});
