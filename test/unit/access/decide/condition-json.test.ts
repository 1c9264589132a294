import { describe, expect, it } from "vitest";
import { toCondition } from "../../../../src/access/decide/condition-json.ts";
import { resourceTest } from "../../../../src/policy/condition-test.ts";
import { open } from "../../../../src/policy/evaluate-test.ts";
import {
  andFormulas,
  FALSE,
  markUnknowns,
  notFormula,
  orFormulas,
  TRUE,
  unknownFormula,
} from "../../../../src/policy/formula.ts";
import { conditionOn } from "../../policy/sample-test.ts";

const via = open(conditionOn("StringEquals", "kms:viaservice", "s3.us-west-2.amazonaws.com"));
const ip = open(conditionOn("NotIpAddressIfExists", "aws:SourceIp", "203.0.113.0/24", "::/0"));
const unknown = unknownFormula("policyUnreadable", "the boundary could not be read");

describe("toCondition", () => {
  it.each([TRUE, FALSE])("has nothing to tell of %j", (formula) => {
    expect(toCondition(formula)).toBeNull();
  });

  it("writes a test as the policy does", () => {
    expect(toCondition(via)).toEqual({
      operator: "StringEquals",
      key: "kms:ViaService",
      values: ["s3.us-west-2.amazonaws.com"],
    });
    expect(toCondition(open(resourceTest("arn:a", "arn:aws:kms:*:*:key/${aws:username}")))).toEqual(
      {
        operator: "ArnLike",
        key: "Resource",
        values: ["arn:aws:kms:*:*:key/${aws:username}"],
      },
    );
  });

  it("writes what is unknown with its code, and apart what it might do", () => {
    const text = "policyUnreadable: the boundary could not be read";
    expect(toCondition(unknown)).toEqual({ unknown: text });
    expect(toCondition(markUnknowns(unknown, ":Allow"))).toEqual({
      unknown: `${text} (what it might allow)`,
    });
    expect(toCondition(markUnknowns(unknown, ":Deny"))).toEqual({
      unknown: `${text} (what it might deny)`,
    });
    expect(toCondition(markUnknowns(unknown, ":Delegation"))).toEqual({
      unknown: `${text} (whether it leaves it to IAM)`,
    });
  });

  it("writes and, or and not", () => {
    const leaf = { operator: "StringEquals", key: "kms:ViaService", values: expect.any(Array) };
    expect(toCondition(notFormula(via))).toEqual({ not: leaf });
    expect(toCondition(andFormulas([via, notFormula(orFormulas([ip, unknown]))]))).toEqual({
      and: expect.arrayContaining([
        leaf,
        {
          not: {
            or: expect.arrayContaining([
              {
                operator: "NotIpAddressIfExists",
                key: "aws:SourceIp",
                values: ["203.0.113.0/24", "::/0"],
              },
              { unknown: expect.any(String) },
            ]),
          },
        },
      ]),
    });
  });

  it("names a part that no formula has", () => {
    expect(toCondition({ kind: "not", text: "!true", part: TRUE })).toEqual({
      not: { unknown: "true" },
    });
  });
});
