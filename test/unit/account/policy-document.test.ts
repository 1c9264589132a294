import { describe, expect, it } from "vitest";
import { readDocument, sameDocument } from "../../../src/account/policy-document.ts";

const document = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Sid: "ä + 50%" }] };
const text = JSON.stringify(document, null, 2);

describe("readDocument", () => {
  it("hands an object back as it is", () => {
    const read = readDocument(document);
    expect(read).toEqual({ json: document });
    expect("json" in read && read.json).toBe(document);
  });

  it.each([
    ["JSON text", text],
    ["JSON text after white space", `\n\t ${text}\n`],
    ["URL-encoded text", encodeURIComponent(text)],
    ["URL-encoded text after white space", ` ${encodeURIComponent(text)}`],
  ])("reads %s", (_, form) => {
    expect(readDocument(form)).toEqual({ json: document });
  });

  it("keeps the reason of an unreadable document", () => {
    const unreadable = { unreadable: "AccessDeniedException" };
    expect(readDocument(unreadable)).toBe(unreadable);
  });

  it.each([
    [undefined, "there is no document"],
    ["", "the document is not JSON: the text ends where a value was expected at line 1, column 1"],
    [
      '{\n  "Version": "2012-10-17",\n  "Statement": [}\n}',
      "the document is not JSON: expected a value or `]` at line 3, column 17",
    ],
    ["%7B%22a%22%7D", "the document is not JSON: expected `:` at line 1, column 5"],
    [
      "%7B%2",
      "the document is not URL-encoded text: `%` without two hex digits at line 1, column 4",
    ],
    ["%7B%FF", "the document is not URL-encoded text: its bytes are not UTF-8"],
    ["[]", "the document is a list, not an object"],
    ["null", "the document is null, not an object"],
    ['"{}"', "the document is a string, not an object"],
    ["7", "the document is a number, not an object"],
  ])("says why %j cannot be read", (form, unreadable) => {
    expect(readDocument(form)).toEqual({ unreadable });
  });

  it.each([
    [null, "the document is null, not an object"],
    [7, "the document is a number, not an object"],
    [[{}], "the document is a list, not an object"],
  ])("says that outside data %j is no document", (form, unreadable) => {
    expect(readDocument(form as unknown as string)).toEqual({ unreadable });
  });

  it("does not fail on text nested deeper than the call stack", () => {
    expect(readDocument(`{"a":${"[".repeat(200_000)}`)).toEqual({
      unreadable:
        "the document is not JSON: the text ends where a value or `]` was expected at line 1, column 200006",
    });
  });
});

describe("sameDocument", () => {
  it.each([
    ["an object and its text", document, text, true],
    ["text and URL-encoded text", text, encodeURIComponent(text), true],
    ["another order of members", '{"a":1,"b":2}', '{"b":2,"a":1}', true],
    ["another order of a list", '{"a":[1,2]}', '{"a":[2,1]}', false],
    ["the same broken text", "{", "{", true],
    ["two broken texts", "{", "{{", false],
    ["nothing and nothing", undefined, undefined, true],
    ["nothing and a document", undefined, "{}", false],
    ["the same reason", { unreadable: "a" }, { unreadable: "a" }, true],
    ["two reasons", { unreadable: "a" }, { unreadable: "b" }, false],
    ["a reason and a document", { unreadable: "a" }, "{}", false],
  ])("compares %s", (_, a, b, same) => {
    expect(sameDocument(a, b)).toBe(same);
    expect(sameDocument(b, a)).toBe(same);
  });
});
