import { describe, expect, it } from "vitest";
import type { DocumentJson } from "../../../src/account/snapshot.ts";
import { createCompiler } from "../../../src/kms/compiler.ts";

const allow = (action: string): DocumentJson => ({
  Statement: { Effect: "Allow", Action: action, Resource: "*" },
});

describe("a document", () => {
  it("that equals another compiles to the same object, in one type of policy", () => {
    const { policy } = createCompiler();
    const sign = policy(allow("kms:Sign"), "identity-policy");
    const verify = policy(allow("kms:Verify"), "identity-policy");
    expect(policy(allow("kms:Sign"), "identity-policy")).toBe(sign);
    expect(policy(JSON.stringify(allow("kms:Sign")), "identity-policy")).toBe(sign);
    expect(policy(allow("kms:Sign"), "key-policy")).not.toBe(sign);
    expect(verify).not.toBe(sign);
  });

  it("is found by its identity after 50,000 others, one that equals it is compiled again", () => {
    const { policy } = createCompiler();
    const document = allow("kms:Sign");
    const sign = policy(document, "identity-policy");
    // What is malformed is kept as what is not, and takes less time.
    for (let other = 1; other < 50_000; other++) policy(`{"${other}":0}`, "identity-policy");
    expect(policy(allow("kms:Sign"), "identity-policy")).toBe(sign);
    policy(`{"last":0}`, "identity-policy");
    expect(policy(allow("kms:Sign"), "identity-policy")).not.toBe(sign);
    expect(policy(document, "identity-policy")).toBe(sign);
  });

  it.each<readonly [what: string, document: DocumentJson | undefined, why: string]>([
    ["is missing", undefined, "there is no document"],
    ["is null", null as unknown as DocumentJson, "the document is null, not an object"],
    ["could not be read", { unreadable: "AccessDenied" }, "AccessDenied"],
    ["AWS refuses as a whole", {}, "Statement: the document has no Statement"],
    [
      "AWS refuses in one place",
      { Statement: { Effect: "Allow", Action: 1, Resource: "*" } },
      "Statement.Action: not a string or a list of strings",
    ],
    [
      "is nested too deeply to be written",
      { Statement: Array.from({ length: 50_000 }).reduce((inner) => [inner], []) },
      "the document is nested too deeply",
    ],
  ])("that %s is unreadable, with the reason", (_, document, why) => {
    expect(createCompiler().policy(document, "identity-policy")).toEqual({ unreadable: why });
  });

  it("that is no JSON at all is a fault of who gives it", () => {
    const document: Record<string, unknown> = {};
    document["Statement"] = document;
    expect(() => createCompiler().policy(document, "identity-policy")).toThrow(TypeError);
  });
});

describe("a part of a snapshot", () => {
  it("has one value of a kind, made once", () => {
    const { once } = createCompiler();
    const [part, other] = [{}, {}];
    const value = once(part, "kind", () => ({}));
    expect(once(part, "kind", () => ({}))).toBe(value);
    expect(once(part, "another kind", () => ({}))).not.toBe(value);
    expect(once(other, "kind", () => ({}))).not.toBe(value);
  });

  it("has its value kept also where that is undefined", () => {
    const { once } = createCompiler();
    const part = {};
    let made = 0;
    const make = () => {
      made++;
      return undefined;
    };
    once(part, "kind", make);
    once(part, "kind", make);
    expect(made).toBe(1);
  });

  it("is known by a number of its own", () => {
    const { idOf } = createCompiler();
    const parts = [{}, {}, {}];
    const ids = parts.map(idOf);
    expect(new Set(ids).size).toBe(3);
    expect(parts.map(idOf)).toEqual(ids);
  });
});

describe("a value made of several parts", () => {
  /** What `recent` gives for parts: the value, which tells of what it was made. */
  const values = () => {
    const { recent } = createCompiler();
    return (...parts: readonly unknown[]) =>
      recent<{ last: unknown }>("kind", parts, (last) => ({ last }));
  };

  it("is kept while it is among the four made last", () => {
    const of = values();
    const made = [1, 2, 3, 4].map((part) => of(part));
    expect([1, 2, 3, 4].map((part) => of(part))).toEqual(made);
    expect(of(1)).toBe(made[0]);
    of(5);
    expect(of(2)).toBe(made[1]);
    expect(of(1)).not.toBe(made[0]);
  });

  it("is made from the one made last", () => {
    const of = values();
    const first = of("a");
    expect(first.last).toBeNull();
    expect(of("b").last).toBe(first);
  });

  it("is of exactly its parts, in their order", () => {
    const of = values();
    const lists = [["a"], ["a", "b"], ["b", "a"], []];
    const made = lists.map((parts) => of(...parts));
    expect(new Set(made).size).toBe(lists.length);
    expect(lists.map((parts) => of(...parts))).toEqual(made);
    expect(of("a", "c")).not.toBe(made[1]);
  });

  it("is apart from those of other kinds", () => {
    const { recent } = createCompiler();
    const one = recent("one", [], () => ({}));
    expect(recent("two", [], () => ({}))).not.toBe(one);
  });
});
