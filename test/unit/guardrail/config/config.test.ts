import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as yaml from "yaml";
import * as z from "zod";
import { DEFAULT_CONFIG } from "../../../../src/guardrail/config/config.ts";
import { configJsonSchema } from "../../../../src/guardrail/config/config-json-schema.ts";
import { DEFAULT_LIMITS } from "../../../../src/guardrail/config/limits.ts";
import { type ConfigProblem, parseConfig } from "../../../../src/guardrail/config/parse-config.ts";

const parse = (text: string) => parseConfig(text, "guardrail.yml", yaml);

function problemsOf(text: string): readonly ConfigProblem[] {
  const result = parse(text);
  if (!("problems" in result)) throw new Error(`accepted: ${JSON.stringify(result.config)}`);
  return result.problems;
}

function configOf(text: string) {
  const result = parse(text);
  if ("problems" in result) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

const full = `
version: 1
mode: approve
trustedAccounts: ["000022223333", 444455556666]
guardrail:
  principal: arn:aws:iam::111122223333:role/guardrail/remediation
trustedActors:
  - name: terraform
    actors: arn:aws:iam::111122223333:role/terraform
  - name: console
    actors: [arn:aws:iam::111122223333:user/alice, arn:aws:iam::111122223333:user/bob]
    events: [TagResource, "Create*"]
rules:
  - name: payroll
    match:
      keyTags: { Project: Payroll, Stage: [prod, live] }
      aliases: alias/payroll*
      keys: ["arn:aws:kms:*"]
      endpoints: vpce-1
      events: TagResource
      attributes: ["tag:*", policy]
      actors: "*"
      gains: [external, plaintext]
      severities: [high, critical]
    mode: enforce
    severity: critical
  - name: rest
    match: {}
suppressions:
  - name: partner
    owner: security@example.com
    reason: TICKET-1
    expires: 2027-01-31
    match: { aliases: alias/partner }
    hides:
      principals: arn:aws:iam::444455556666:root
      actions: [kms:Decrypt]
      keys: "*"
      changes: [gained]
      evenExternalGain: true
      evenWildcardGain: false
`;

describe("a configuration", () => {
  it("has the defaults of no configuration where it says nothing", () => {
    const lists = { trustedActors: [], rules: [], suppressions: [] };
    expect(configOf("version: 1")).toEqual({ ...DEFAULT_CONFIG, ...lists });
    const empty = "version: 1\nguardrail:\nrules:\ntrustedAccounts:\nsuppressions: []\n";
    expect(configOf(empty)).toEqual({ ...DEFAULT_CONFIG, ...lists });
  });

  it("is read whole, a single text as a list of one", () => {
    expect(configOf(full)).toEqual({
      version: 1,
      mode: "approve",
      trustedAccounts: ["000022223333", "444455556666"],
      guardrail: { principal: "arn:aws:iam::111122223333:role/guardrail/remediation" },
      trustedActors: [
        { name: "terraform", actors: ["arn:aws:iam::111122223333:role/terraform"] },
        {
          name: "console",
          actors: ["arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:user/bob"],
          events: ["TagResource", "Create*"],
        },
      ],
      rules: [
        {
          name: "payroll",
          match: {
            keyTags: { Project: ["Payroll"], Stage: ["prod", "live"] },
            aliases: ["alias/payroll*"],
            keys: ["arn:aws:kms:*"],
            endpoints: ["vpce-1"],
            events: ["TagResource"],
            attributes: ["tag:*", "policy"],
            actors: ["*"],
            gains: ["external", "plaintext"],
            severities: ["high", "critical"],
          },
          mode: "enforce",
          severity: "critical",
        },
        { name: "rest", match: {} },
      ],
      suppressions: [
        {
          name: "partner",
          owner: "security@example.com",
          reason: "TICKET-1",
          expires: "2027-01-31",
          match: { aliases: ["alias/partner"] },
          hides: {
            principals: ["arn:aws:iam::444455556666:root"],
            actions: ["kms:Decrypt"],
            keys: ["*"],
            changes: ["gained"],
            evenExternalGain: true,
            evenWildcardGain: false,
          },
        },
      ],
    });
  });

  it("has the limits that it tells, and those of no configuration for the rest", () => {
    const { limits } = configOf(
      "version: 1\nlimits:\n  account: { atOnce: 2 }\n  fight: { stopHours: 720 }\n",
    );
    expect(limits).toEqual({
      ...DEFAULT_LIMITS,
      account: { atOnce: 2, everyMinutes: 1 },
      fight: { ...DEFAULT_LIMITS.fight, stopHours: 720 },
    });
    expect(configOf("version: 1\nlimits:\n")).not.toHaveProperty("limits");
  });

  it("may be JSON, and may use anchors", () => {
    expect(configOf('{"version": 1, "mode": "observe"}').mode).toBe("observe");
    const anchored =
      "version: 1\nrules:\n- name: a\n  match: &m {events: X}\n- name: b\n  match: *m\n";
    expect(configOf(anchored).rules?.map(({ match }) => match)).toEqual([
      { events: ["X"] },
      { events: ["X"] },
    ]);
  });
});

describe("a problem names its line and path", () => {
  it.each([
    ["version: 1\nmode: loud\n", 2, "mode", "`mode`: expected observe, alert, approve or enforce"],
    ["mode: alert\n", 1, "version", "`version`: expected 1"],
    ["version: 1\ntrustedAccounts:\n  - 12\n", 3, "trustedAccounts[0]", "twelve digits"],
    ["version: 1\ntrustedAccounts: [012345678901]\n", 2, "trustedAccounts[0]", "in quotes"],
    [
      "version: 1\nguardrail:\n  principal: arn:aws:iam::111122223333:root\n",
      3,
      "guardrail.principal",
      "expected the ARN of a role or user",
    ],
    ["version: 1\nrules:\n- name: a\n", 3, "rules[0].match", "expected a mapping with `keyTags`"],
    [
      "version: 1\nrules:\n- name: a\n  match:\n    gains:\n    - much\n",
      6,
      "rules[0].match.gains[0]",
      "expected any, external",
    ],
    [
      "version: 1\nsuppressions:\n- name: a\n  owner: b\n  reason: c\n  expires: soon\n  hides: {principals: x, actions: y}\n",
      6,
      "suppressions[0].expires",
      "expected a day such as 2027-01-31",
    ],
    [
      "version: 1\nsuppressions:\n- name: a\n  owner: b\n  reason: c\n  expires: 2027-01-31\n  hides:\n    principals: x\n",
      7,
      "suppressions[0].hides.actions",
      "expected text or a list of texts",
    ],
    [
      "version: 1\nlimits:\n  actor:\n    atOnce: 0\n",
      4,
      "limits.actor.atOnce",
      "expected a whole number from 1 to 1000",
    ],
    ["- 1\n", 1, "", "expected a mapping with `version`"],
    ["", 1, "", "expected a mapping with `version`"],
  ])("%j", (text, line, path, message) => {
    const [problem, ...others] = problemsOf(text);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: "E_CONFIG_INVALID", file: "guardrail.yml", line, path });
    expect(problem?.message).toContain(message);
  });

  it("a key outside the schema, with those that are in it", () => {
    const text = "version: 1\nmood: alert\nrules:\n- name: a\n  match:\n    keyz: x\n    tags: y\n";
    expect(problemsOf(text)).toEqual([
      {
        code: "E_CONFIG_UNKNOWN_KEY",
        file: "guardrail.yml",
        line: 6,
        path: "rules[0].match.keyz",
        message: expect.stringContaining("unknown key `keyz`: expected a mapping with `keyTags`"),
      },
      expect.objectContaining({ line: 7, path: "rules[0].match.tags" }),
      expect.objectContaining({ line: 2, path: "mood", code: "E_CONFIG_UNKNOWN_KEY" }),
    ]);
  });

  it("text that is no YAML, a key that is there twice, aliases without end", () => {
    expect(problemsOf("version: [1\n")[0]).toMatchObject({ code: "E_CONFIG_YAML" });
    expect(problemsOf("version: 1\nmode: alert\nmode: enforce\n")[0]).toMatchObject({
      code: "E_CONFIG_YAML",
      line: 3,
    });
    const levels = [..."bcdefghij"].map((name, index) => {
      const former = String.fromCharCode(name.charCodeAt(0) - 1);
      return `${name}${index}: &${name} [${`*${former},`.repeat(9)}]`;
    });
    expect(problemsOf(`a0: &a [x]\n${levels.join("\n")}\n`)[0]).toMatchObject({
      code: "E_CONFIG_YAML",
    });
  });
});

describe("guardrail.schema.json", () => {
  const published = JSON.parse(
    readFileSync("guardrail.schema.json", "utf8"),
  ) as z.core.JSONSchema.JSONSchema;

  it("is the parser's own schema", () => {
    expect(published).toEqual(configJsonSchema());
  });

  const validator = z.fromJSONSchema(published);
  const base = yaml.parse(full) as Record<string, unknown>;
  const [rule] = base["rules"] as readonly Record<string, unknown>[];
  const [suppression] = base["suppressions"] as readonly Record<string, unknown>[];
  const { expires: _, ...endless } = suppression ?? {};
  it.each([
    ["the whole", base],
    ["the smallest", { version: 1 }],
    ["null lists", { version: 1, rules: null, guardrail: null }],
    ["no version", { mode: "alert" }],
    ["another version", { version: 2 }],
    ["an unknown key", { version: 1, rule: [] }],
    ["an unknown key in a rule", { version: 1, rules: [{ ...rule, mod: "alert" }] }],
    ["an unknown key in a match", { version: 1, rules: [{ name: "a", match: { tag: "x" } }] }],
    ["a rule without match", { version: 1, rules: [{ name: "a" }] }],
    ["an unknown mode", { version: 1, mode: "on" }],
    ["an empty list of values", { version: 1, rules: [{ name: "a", match: { keys: [] } }] }],
    ["a number for a text", { version: 1, rules: [{ name: "a", match: { keys: 1 } }] }],
    ["an account id that is short", { version: 1, trustedAccounts: ["1"] }],
    ["an account id as a number", { version: 1, trustedAccounts: [111122223333] }],
    ["a suppression without end", { version: 1, suppressions: [endless] }],
    ["a list in the place of a mapping", { version: 1, guardrail: [] }],
    ["no mapping at all", []],
  ])("agrees with the parser on %s", (_name, config) => {
    const accepted = "config" in parse(JSON.stringify(config));
    expect(validator.safeParse(config).success).toBe(accepted);
  });
});
