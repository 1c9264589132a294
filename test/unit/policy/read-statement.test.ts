import { describe, expect, it } from "vitest";
import { readStatement } from "../../../src/policy/read-statement.ts";
import type { PolicyType } from "../../../src/policy/statement-elements.ts";

const plain = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };
const named = { ...plain, Principal: "*" };

function read(json: unknown, type: PolicyType = "identity-policy") {
  const refused: string[] = [];
  const elements = readStatement(json, type, "Statement[1]", (path, reason) =>
    refused.push(`${path}: ${reason}`),
  );
  return { elements, refused };
}

describe("readStatement", () => {
  it("reads every element", () => {
    const json = {
      Sid: "Allow use",
      Effect: "Deny",
      NotPrincipal: { AWS: ["111122223333", "444455556666"], Service: "s3.amazonaws.com" },
      NotAction: ["kms:Decrypt", "KMS:List*"],
      NotResource: "arn:aws:kms:*:*:key/*",
      Condition: {
        StringEquals: {
          "aws:username": ["a", "b"],
          "kms:ViaService": "s3.us-west-2.amazonaws.com",
        },
        Bool: { "aws:SecureTransport": false },
      },
    };
    expect(read(json, "key-policy")).toEqual({
      refused: [],
      elements: {
        path: "Statement[1]",
        sid: "Allow use",
        effect: "Deny",
        principals: [
          { type: "AWS", value: "111122223333" },
          { type: "AWS", value: "444455556666" },
          { type: "Service", value: "s3.amazonaws.com" },
        ],
        notPrincipal: true,
        actions: ["kms:Decrypt", "KMS:List*"],
        notAction: true,
        resources: ["arn:aws:kms:*:*:key/*"],
        notResource: true,
        conditions: [
          {
            operator: expect.objectContaining({ base: "StringEquals" }),
            key: "aws:username",
            values: ["a", "b"],
          },
          {
            operator: expect.objectContaining({ base: "StringEquals" }),
            key: "kms:ViaService",
            values: ["s3.us-west-2.amazonaws.com"],
          },
          {
            operator: expect.objectContaining({ base: "Bool" }),
            key: "aws:SecureTransport",
            values: ["false"],
          },
        ],
      },
    });
  });

  it.each(["AWS", "Service", "Federated", "CanonicalUser"])(
    "knows principals of type %s",
    (type) => {
      const { refused, elements } = read({ ...named, Principal: { [type]: "one" } }, "key-policy");
      expect(refused).toEqual([]);
      expect(elements.principals).toEqual([{ type, value: "one" }]);
    },
  );

  it("reads the plain forms", () => {
    expect(read(plain).elements).toEqual({
      path: "Statement[1]",
      sid: null,
      effect: "Allow",
      principals: null,
      notPrincipal: false,
      actions: ["kms:Decrypt"],
      notAction: false,
      resources: ["*"],
      notResource: false,
      conditions: [],
    });
    expect(read(named, "key-policy").elements).toMatchObject({
      principals: [{ type: "*", value: "*" }],
      notPrincipal: false,
    });
  });

  it.each([
    [{ ...plain, Effect: "allow" }, ".Effect: the Effect `allow` is neither Allow nor Deny"],
    [{ ...plain, Effect: ["Allow"] }, '.Effect: the Effect `["Allow"]` is neither Allow nor Deny'],
    [{ Action: "kms:*", Resource: "*" }, ".Effect: the statement has no Effect"],
    [{ ...plain, Sid: 7 }, ".Sid: not a string"],
    [{ ...plain, Principle: "*" }, ".Principle: `Principle` is no element of a policy"],
    [{ ...plain, NotAction: "kms:*" }, ": the statement has both Action and NotAction"],
    [{ ...plain, NotResource: "*" }, ": the statement has both Resource and NotResource"],
    [{ Effect: "Deny", Resource: "*" }, ": the statement has neither Action nor NotAction"],
    [{ Effect: "Deny", Action: "*" }, ": the statement has neither Resource nor NotResource"],
    [{ ...plain, Action: 7 }, ".Action: not a string or a list of strings"],
    [{ ...plain, Resource: [7] }, ".Resource: not a string or a list of strings"],
    [
      { ...plain, Action: "Decrypt" },
      ".Action: the action `Decrypt` is not of the form service:Action",
    ],
    [
      { ...plain, Action: ["kms:*", "kms:a:b"] },
      ".Action: the action `kms:a:b` is not of the form service:Action",
    ],
    [{ ...plain, Action: "" }, ".Action: the action `` is not of the form service:Action"],
    [{ ...plain, Action: "kms:" }, ".Action: the action `kms:` is not of the form service:Action"],
    [
      { ...plain, Action: "kms:Decrypt " },
      ".Action: the action `kms:Decrypt ` is not of the form service:Action",
    ],
    [{ ...plain, Condition: [] }, ".Condition: not a JSON object"],
    [{ ...plain, Condition: null }, ".Condition: not a JSON object"],
    [
      { ...plain, Condition: { StringEqual: {} } },
      ".Condition.StringEqual: unknown condition operator `StringEqual`",
    ],
    [{ ...plain, Condition: { Bool: "true" } }, ".Condition.Bool: not a JSON object"],
    [
      { ...plain, Condition: { Bool: { "aws:SecureTransport": {} } } },
      ".Condition.Bool.aws:SecureTransport: not a string, number or boolean, or a list of these",
    ],
  ])("refuses %j", (json, refused) => {
    expect(read(json).refused).toEqual([`Statement[1]${refused}`]);
  });

  it.each(["kms:*", "*", "k*:Dec?ypt", "execute-api:Invoke", "KMS:decrypt"])(
    "takes the action %s",
    (action) => {
      expect(read({ ...plain, Action: action }).refused).toEqual([]);
      expect(read({ ...plain, NotAction: action, Action: undefined }).refused).not.toEqual([]);
    },
  );

  it.each<[PolicyType, boolean]>([
    ["identity-policy", false],
    ["service-control-policy", false],
    ["key-policy", true],
    ["vpc-endpoint-policy", true],
    ["resource-control-policy", true],
  ])("wants a Principal in a %s: %j", (type, wanted) => {
    const deny = { Effect: "Deny", Action: "kms:*", Resource: "*" };
    expect(read(deny, type).refused).toEqual(
      wanted ? ["Statement[1]: the statement has no Principal"] : [],
    );
    expect(read({ ...deny, Principal: "*" }, type).refused).toEqual(
      wanted ? [] : ["Statement[1].Principal: Principal cannot stand in this kind of policy"],
    );
  });

  it("names the element that cannot stand", () => {
    expect(read({ ...plain, NotPrincipal: "*" }).refused).toEqual([
      "Statement[1].NotPrincipal: NotPrincipal cannot stand in this kind of policy",
    ]);
  });

  it.each([
    [{ Principal: "*", NotPrincipal: "*" }, ": the statement has both Principal and NotPrincipal"],
    [{ Principal: "111122223333" }, ".Principal: not a JSON object"],
    [{ Principal: { aws: "*" } }, ".Principal.aws: `aws` is no type of principal"],
    [{ Principal: { AWS: 111122223333 } }, ".Principal.AWS: not a string or a list of strings"],
  ])("refuses the principals %j", (principals, refused) => {
    expect(read({ ...plain, ...principals }, "key-policy").refused).toEqual([
      `Statement[1]${refused}`,
    ]);
  });

  // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
  it("lets a stored key policy lack Action or Resource", () => {
    expect(read({ Effect: "Allow", Principal: "*" }, "key-policy")).toMatchObject({
      refused: [],
      elements: { actions: null, resources: null, notAction: false, notResource: false },
    });
  });

  it("keeps to the rules of the policy's type", () => {
    const wild = { ...plain, Resource: "arn:aws:*:us-west-2:111122223333:key/*" };
    expect(read(wild).refused).toEqual([
      "Statement[1]: the Resource `arn:aws:*:us-west-2:111122223333:key/*` has a wildcard in its service segment",
    ]);
  });
});
