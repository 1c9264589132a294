import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../../src/cli/input/parse-config.ts";

const messages = (text: string): readonly string[] => {
  const result = parseConfig(text, "guardrail.yml");
  return "problems" in result
    ? result.problems.map(({ line, message }) => `${line}: ${message}`)
    : [];
};

describe("parseConfig", () => {
  it("reads what the schema lists, account ids as they are written", () => {
    const text = `
version: 1
mode: enforce
trustedAccounts: [012345678901, "444455556666"]
guardrail: { principal: arn:aws:iam::111122223333:role/guardrail }
rules: []
`;
    expect(parseConfig(text, "f")).toEqual({
      config: {
        version: 1,
        mode: "enforce",
        trustedAccounts: ["012345678901", "444455556666"],
        guardrail: { principal: "arn:aws:iam::111122223333:role/guardrail" },
      },
    });
  });

  it("takes defaults for what is left out", () => {
    expect(parseConfig("version: 1\nguardrail:\n", "f")).toEqual({
      config: { version: 1, mode: "alert", trustedAccounts: [], guardrail: { principal: null } },
    });
  });

  it("follows aliases", () => {
    const text = "version: 1\ntrustedAccounts: [&a '444455556666', *a]\n";
    expect(parseConfig(text, "f")).toMatchObject({
      config: { trustedAccounts: ["444455556666", "444455556666"] },
    });
  });

  it.each([
    ["version: 1\ntrusted: []", "2: unknown key `trusted`: the configuration has"],
    ["version: 1\nguardrail:\n  name: x", "3: unknown key `name`: `guardrail` has `principal`"],
    ["mode: alert", "1: `version: 1` is missing"],
    ["version: 2", "1: expected `version: 1`"],
    ["version: 1\nmode: panic", "2: expected `mode` to be observe, alert, approve, enforce"],
    ["version: 1\ntrustedAccounts: 7", "2: expected `trustedAccounts` to be a list"],
    ["version: 1\ntrustedAccounts:\n- 7", "3: expected an account id of twelve digits, found `7`"],
    ["version: 1\nguardrail:\n  principal: me", "3: expected `guardrail.principal` to be the ARN"],
    ["version: 1\nrules:\n- name: x", "3: `rules` are not supported"],
    ["", "1: expected the configuration to be a mapping"],
    ["- a", "1: expected the configuration to be a mapping"],
    ["version: 1\nmode: [", "2: not YAML: "],
    ["version: 1\nversion: 1", "2: not YAML: Map keys must be unique"],
  ])("tells the line of what is wrong in %j", (text, message) => {
    const [first, ...others] = messages(text);
    expect(first?.slice(0, message.length)).toBe(message);
    expect(others).toEqual([]);
  });
});
