import { describe, expect, it } from "vitest";
import { protocolOf, readCall } from "../../../lab/tap/call.ts";
import { listValues, parseQuery, queryTree, renderQuery } from "../../../lab/tap/query.ts";
import { xmlToJson } from "../../../lab/tap/records/xml-to-json.ts";
import { readError, renderError } from "../../../lab/tap/service-error.ts";
import { childOf, encodeXml, parseXml } from "../../../lab/tap/xml.ts";

const scope = "AKIAIOSFODNN7EXAMPLE/20261104/eu-west-1";

describe("a call", () => {
  const asked = { method: "POST", path: "/", sourceAddress: "127.0.0.1", body: Buffer.from("") };

  it("is read from a JSON request", () => {
    const headers = {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}/kms/aws4_request, Signature=0`,
      "x-amz-target": "TrentService.TagResource",
      "x-amz-security-token": "token",
      "user-agent": "aws-cli/2",
    };
    expect(readCall({ ...asked, headers, body: Buffer.from('{"KeyId":"k"}') })).toEqual({
      service: "kms",
      region: "eu-west-1",
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      sessionToken: "token",
      operation: "TagResource",
      json: { KeyId: "k" },
      query: [],
      userAgent: "aws-cli/2",
      sourceAddress: "127.0.0.1",
      isUnrecorded: false,
    });
  });

  it("is read from a query request", () => {
    const headers = {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}/iam/aws4_request, Signature=0`,
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
    };
    const body = Buffer.from("Action=TagRole&RoleName=a%2Bb");
    expect(readCall({ ...asked, headers, body })).toMatchObject({
      service: "iam",
      operation: "TagRole",
      query: [
        { key: "Action", value: "TagRole" },
        { key: "RoleName", value: "a+b" },
      ],
    });
  });

  it("is read from a presigned address", () => {
    const path = `/bucket/key?X-Amz-Credential=${encodeURIComponent(`${scope}/s3/aws4_request`)}`;
    expect(readCall({ ...asked, path, headers: {} })).toMatchObject({
      service: "s3",
      region: "eu-west-1",
      operation: "",
    });
  });

  it("may want no record", () => {
    expect(readCall({ ...asked, headers: { "x-lab-unrecorded": "1" } }).isUnrecorded).toBe(true);
  });

  it("may be signed for nobody", () => {
    expect(readCall({ ...asked, headers: {} })).toMatchObject({ service: "", accessKeyId: "" });
  });
});

describe("query parameters", () => {
  it("form a tree and come back as they were", () => {
    const text = "Action=X&Version=1&A.1=a&A.2=b&T.member.1.Key=k&T.member.1.Value=%7B%7D";
    expect(renderQuery(parseQuery(text))).toBe(text);
    expect(queryTree(parseQuery(text))).toEqual({
      A: { 1: "a", 2: "b" },
      T: { member: { 1: { Key: "k", Value: "{}" } } },
    });
    expect(listValues(parseQuery(text), "A")).toEqual(["a", "b"]);
  });
});

describe("XML", () => {
  it("is read with entities, attributes and empty elements", () => {
    const text =
      '<?xml version="1.0"?><!-- a --><r x="1&amp;2"><e/><t>a &lt; b &#65;&#x42;</t></r>';
    const root = parseXml(text);
    expect(root).toMatchObject({ name: "r", attributes: { x: "1&2" } });
    expect(childOf(root, "t")?.text).toBe("a < b AB");
    expect(childOf(root, "e")).toMatchObject({ children: [], text: "" });
    expect(childOf(root, "none", "t")).toBeUndefined();
  });

  it.each(["", "text", "<a>", "<a></b>", "</a>", "<a/>text", '{"json":1}'])(
    "is not `%s`",
    (text) => {
      expect(parseXml(text)).toBeUndefined();
    },
  );

  it("survives encoding", () => {
    const text = `<&>"'{}`;
    expect(parseXml(`<a>${encodeXml(text)}</a>`)?.text).toBe(text);
  });

  it("becomes JSON as CloudTrail has it", () => {
    const json = (text: string) => {
      const root = parseXml(text);
      return root === undefined ? undefined : xmlToJson(root);
    };
    expect(json("<r><e/></r>")).toEqual({ e: "" });
    expect(json("<r><i>1</i></r>")).toEqual({ i: 1 });
    expect(json("<r><i>1</i><i>true</i><i>x</i></r>")).toEqual({ i: [1, true, "x"] });
    expect(json("<r><i>012</i><n>null</n><d>2026-11-04</d></r>")).toEqual({
      i: 12,
      n: null,
      d: "2026-11-04",
    });
    expect(json('<r a="1">text</r>')).toEqual({ a: 1, content: "text" });
    expect(json("<r></r>")).toBe("");
  });
});

describe("an error", () => {
  const error = { code: "Some.Error", message: "a <b>", status: 403 };

  it.each(["ec2", "json", "query", "s3"] as const)("is read as it was written: %s", (protocol) => {
    const reply = renderError(protocol, error);
    expect(reply.status).toBe(403);
    expect(protocol === "s3" ? reply.body.toString() : readError(reply)).toEqual(
      protocol === "s3" ? expect.stringContaining("<Code>Some.Error</Code>") : error,
    );
  });

  it("is told from success", () => {
    const body = Buffer.from("{}");
    expect(readError({ status: 200, headers: {}, body })).toBeUndefined();
    expect(readError({ status: 500, headers: {}, body })).toMatchObject({
      code: "InternalFailure",
    });
  });

  it("is written as the call's service writes", () => {
    const query = parseQuery("Action=X");
    expect(protocolOf({ service: "ec2", query })).toBe("ec2");
    expect(protocolOf({ service: "sns", query })).toBe("query");
    expect(protocolOf({ service: "s3", query: [] })).toBe("s3");
    expect(protocolOf({ service: "kms", query: [] })).toBe("json");
  });
});
