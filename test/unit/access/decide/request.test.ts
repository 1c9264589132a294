import { describe, expect, it } from "vitest";
import { isRequestError, parseRequest } from "../../../../src/access/decide/request.ts";

const plain = { principal: "arn:aws:iam::111122223333:role/app", action: "kms:Decrypt" };
const key = "1234abcd-12ab-34cd-56ef-1234567890ab";

describe("parseRequest", () => {
  it("reads every member", () => {
    const json = {
      ...plain,
      id: "r1",
      key,
      alias: "alias/x",
      grant: "grant-1",
      via: "vpce-0a1b2c3d",
      context: { "kms:ViaService": "s3.us-west-2.amazonaws.com", "aws:TagKeys": ["a", "b"] },
      contextComplete: true,
      sessionPolicies: [{ Statement: [] }],
      expect: "allowed",
      account: {},
    };
    const { account: _, ...read } = json;
    expect(parseRequest(json)).toEqual(read);
  });

  it("passes over members of the user's own", () => {
    expect(parseRequest({ ...plain, comment: "nightly", ticket: 7 })).toEqual(parseRequest(plain));
  });

  it("takes for null what is left out", () => {
    const read = {
      ...plain,
      id: null,
      key: null,
      alias: null,
      grant: null,
      via: null,
      context: {},
      contextComplete: false,
      sessionPolicies: null,
      expect: null,
    };
    expect(parseRequest(plain)).toEqual(read);
    const nulls = {
      ...plain,
      id: null,
      key: null,
      via: null,
      context: null,
      sessionPolicies: null,
    };
    expect(parseRequest(nulls)).toEqual(read);
    expect(parseRequest({ ...plain, sessionPolicies: [], contextComplete: false })).toEqual(read);
  });

  it.each([
    [true, "true"],
    [7, "7"],
    [null, null],
    ["", ""],
    [
      ["a", 7, false],
      ["a", "7", "false"],
    ],
    [[], []],
  ])("reads the context value %j", (value, expected) => {
    expect(parseRequest({ ...plain, context: { k: value } })).toMatchObject({
      context: { k: expected },
    });
  });

  it.each([
    [null, "the request is not a JSON object"],
    [[], "the request is not a JSON object"],
    ["x", "the request is not a JSON object"],
    [{}, "the request names no `principal`"],
    [{ principal: "x" }, "the request names no `action`"],
    [{ ...plain, principal: null }, "the request names no `principal`"],
    [{ ...plain, Key: key }, "`Key` is no member of a request"],
    [{ ...plain, contextcomplete: true }, "`contextcomplete` is no member of a request"],
    [{ ...plain, key: 7 }, "`key` is not a string"],
    [{ ...plain, action: ["kms:Decrypt"] }, "`action` is not a string"],
    [{ ...plain, via: {} }, "`via` is not a string"],
    [
      { ...plain, expect: "allow" },
      "`expect` is `allow`, not one of allowed, explicitDeny, implicitDeny, conditional",
    ],
    [{ ...plain, contextComplete: "true" }, "`contextComplete` is neither true nor false"],
    [{ ...plain, contextComplete: null }, "`contextComplete` is neither true nor false"],
    [{ ...plain, sessionPolicies: {} }, "`sessionPolicies` is not a list of policy documents"],
    [{ ...plain, context: [] }, "`context` is not a JSON object"],
    [{ ...plain, context: "x" }, "`context` is not a JSON object"],
    [{ ...plain, context: { k: {} } }, "the context key `k` is not a string or a list of strings"],
    [
      { ...plain, context: { k: [["a"]] } },
      "the context key `k` is not a string or a list of strings",
    ],
    [
      { ...plain, context: { k: [null] } },
      "the context key `k` is not a string or a list of strings",
    ],
  ])("refuses %j", (json, message) => {
    const error = parseRequest(json);
    expect(error).toEqual({ code: "E_REQUEST_MALFORMED", message });
    expect(isRequestError(error)).toBe(true);
  });

  it("is told from an error", () => {
    expect(isRequestError(parseRequest(plain))).toBe(false);
  });
});
