import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../../src/account/snapshot.ts";
import {
  DEFAULT_CONFIG,
  type GuardrailConfig,
  type Rule,
  type RuleMatch,
} from "../../../src/guardrail/config/config.ts";
import type { Finding, RemediationCall } from "../../../src/guardrail/finding/finding.ts";
import { applyConfig, trustedActorOf } from "../../../src/guardrail/judge/config-apply.ts";
import { judgeRecord } from "../../../src/guardrail/judge/judge-record.ts";
import { createCompiler } from "../../../src/kms/compiler.ts";
import { compileWorld } from "../../../src/kms/world/world.ts";
import { judgeAndPlan } from "../../../src/remediation/judge-and-plan.ts";
import { ec2, iam, kms } from "../remediation/plan-for-event.ts";
import { recordOfCall } from "../remediation/record-of-call.ts";
import {
  account,
  delegation,
  endpointId,
  orders,
  payroll,
  policyOf,
  region,
  roleArn,
  smallAccount,
  withKeyParts,
} from "../remediation/small-account.ts";

const compiler = createCompiler();

/** The finding of an event under a configuration. */
function configured(
  event: RemediationCall,
  config: Partial<GuardrailConfig>,
  options: { readonly on?: Snapshot; readonly response?: Readonly<Record<string, unknown>> } = {},
): Finding {
  const before = [options.on ?? smallAccount];
  const whole = { ...DEFAULT_CONFIG, ...config };
  const response = options.response ?? {};
  const judged = judgeRecord(before, recordOfCall(event, { response }), {
    config: whole,
    compiler,
  });
  if (judged.outcome !== "finding") throw new Error(JSON.stringify(judged));
  const worlds = {
    before: compileWorld(before, compiler),
    after: compileWorld(judged.snapshots, compiler),
  };
  return applyConfig(judged.finding, whole, { worlds, now: judged.event.eventTime });
}

const rule = (match: RuleMatch, parts: Partial<Rule> = {}): Rule => ({
  name: "r",
  match,
  mode: "enforce",
  ...parts,
});

const setTag = (keyArn: string, value: string) =>
  kms("TagResource", { KeyId: keyArn, Tags: [{ TagKey: "Project", TagValue: value }] });
const opens = setTag(payroll, "Alpha");
const shuts = setTag(orders, "Gamma");
const put = (...statements: readonly unknown[]) =>
  kms("PutKeyPolicy", { KeyId: payroll, Policy: JSON.stringify(policyOf(...statements)) });
const allowing = (principal: unknown, action: unknown) => ({
  Effect: "Allow",
  Principal: principal,
  Action: action,
  Resource: "*",
});
const letsIn = (principal: unknown, action: unknown) =>
  put(delegation, allowing(principal, action));
const stranger = { AWS: "arn:aws:iam::999999999999:root" };

describe("a rule matches by", () => {
  it.each<[string, RemediationCall, RuleMatch, boolean]>([
    ["nothing: every change", opens, {}, true],
    ["the key's ARN", opens, { keys: [payroll] }, true],
    ["another key's ARN", opens, { keys: [orders] }, false],
    ["a pattern of ARNs", opens, { keys: [orders, "arn:aws:kms:*:key/1234*"] }, true],
    ["an alias", opens, { aliases: ["alias/pay*"] }, true],
    ["another alias", opens, { aliases: ["alias/orders"] }, false],
    ["a tag", opens, { keyTags: { Stage: ["dev", "pro?"] } }, true],
    ["a tag's value in another case", opens, { keyTags: { Stage: ["PROD"] } }, false],
    ["one tag of two", opens, { keyTags: { Stage: ["prod"], Owner: ["*"] } }, false],
    ["the tag as it was before", opens, { keyTags: { Project: ["Beta"] } }, true],
    ["not the tag that the event sets", opens, { keyTags: { Project: ["Alpha"] } }, false],
    ["the event", opens, { events: ["Tag*"] }, true],
    ["another event", opens, { events: ["UntagResource"] }, false],
    ["the attribute", opens, { attributes: ["tag:Project"] }, true],
    ["another attribute", opens, { attributes: ["policy", "tag:Stage"] }, false],
    ["the role behind the session", opens, { actors: [roleArn("admin")] }, true],
    ["not the session's name", opens, { actors: ["*mallory*"] }, false],
    ["any gain", opens, { gains: ["any"] }, true],
    ["no gain", shuts, { gains: ["any"] }, false],
    ["a gain of plaintext", opens, { gains: ["plaintext"] }, true],
    ["a gain of administration", opens, { gains: ["administration"] }, false],
    ["a gain inside", opens, { gains: ["external", "wildcard"] }, false],
    ["a gain outside", letsIn(stranger, "kms:DescribeKey"), { gains: ["external"] }, true],
    ["a gain of metadata", letsIn(stranger, "kms:DescribeKey"), { gains: ["metadata"] }, true],
    ["a gain of other use", letsIn(stranger, "kms:Encrypt"), { gains: ["otherUse"] }, true],
    ["a gain of anybody", letsIn("*", "kms:Encrypt"), { gains: ["wildcard"] }, true],
    ["the severity as rated", opens, { severities: ["high"] }, true],
    ["another severity", opens, { severities: ["critical", "medium"] }, false],
    ["all that is asked", opens, { keys: [payroll], events: ["PutKeyPolicy"] }, false],
    [
      "the endpoint of the event",
      ec2("ModifyVpcEndpoint", { VpcEndpointId: endpointId, ResetPolicy: true }),
      { endpoints: [endpointId] },
      true,
    ],
    ["no endpoint", shuts, { endpoints: ["vpce-other"] }, false],
  ])("%s", (_, event, match, matches) => {
    const { remediation, notes } = configured(event, { rules: [rule(match)] });
    expect(remediation.mode).toBe(matches ? "enforce" : "alert");
    expect(notes.some(({ code }) => code === "rule")).toBe(matches);
  });

  it("the endpoint that access changed through", () => {
    const { remediation } = configured(opens, { rules: [rule({ endpoints: [endpointId] })] });
    expect(remediation.mode).toBe("enforce");
  });

  it("what a new key is now", () => {
    const arn = `arn:aws:kms:${region}:${account}:key/new`;
    const event = kms("CreateKey", {
      Tags: [{ TagKey: "Project", TagValue: "Alpha" }],
      Policy: JSON.stringify(policyOf(delegation)),
    });
    const response = { keyMetadata: { arn, keyState: "Enabled", keySpec: "SYMMETRIC_DEFAULT" } };
    const rules = [rule({ keyTags: { Project: ["Alpha"] } })];
    expect(configured(event, { rules }, { response }).remediation.mode).toBe("enforce");
  });
});

describe("a rule decides", () => {
  it("mode and severity, the first that matches", () => {
    const rules = [
      rule({ keys: [orders] }, { name: "other" }),
      rule({ keys: [payroll] }, { name: "first", mode: "approve", severity: "low" }),
      rule({}, { name: "second", mode: "enforce", severity: "critical" }),
    ];
    const { remediation, severity, notes } = configured(opens, { rules });
    expect(remediation.mode).toBe("approve");
    expect(severity).toBe("low");
    expect(notes.filter(({ code }) => code === "rule")).toEqual([
      { code: "rule", text: "the rule `first` applies" },
    ]);
  });

  it("only what it says: the rest is as configured and as rated", () => {
    const rules: readonly Rule[] = [{ name: "r", match: {} }];
    const { remediation, severity } = configured(opens, { mode: "approve", rules });
    expect(remediation.mode).toBe("approve");
    expect(severity).toBe("high");
  });

  it("of several access changes the furthest mode and the worst severity count", () => {
    const more = iam("PutRolePolicy", {
      RoleName: "app",
      PolicyName: "more",
      PolicyDocument: JSON.stringify(
        policyOf({ Effect: "Allow", Action: "kms:DescribeKey", Resource: "*" }),
      ),
    });
    const rules = [
      rule({ keys: [payroll] }, { mode: "enforce", severity: "critical" }),
      rule({}, { name: "lax", mode: "observe", severity: "informational" }),
    ];
    const { remediation, severity, notes } = configured(more, { rules });
    expect(remediation.mode).toBe("enforce");
    expect(severity).toBe("critical");
    expect(notes.filter(({ code }) => code === "rule")).toHaveLength(2);
  });

  it("not about a lockout by what it says of single changes", () => {
    const rules = [rule({ severities: ["medium"] }, { mode: "observe", severity: "low" })];
    const { severity, remediation } = configured(put(), { rules });
    expect(severity).toBe("critical");
    expect(remediation.mode).toBe("alert");
  });

  it("about an event of which nobody knows what it did", () => {
    const on = withKeyParts(payroll, { tags: { unreadable: "AccessDenied" }, aliases: [] });
    const rules = [rule({ keys: [payroll], events: ["TagResource"] }, { severity: "critical" })];
    const { severity, remediation } = configured(opens, { rules }, { on });
    expect(severity).toBe("critical");
    expect(remediation.mode).toBe("enforce");
  });
});

describe("without rules", () => {
  it("a finding stays as it is, in the configured mode", () => {
    const plain = configured(opens, { mode: "enforce" });
    expect(plain).toMatchObject({ severity: "high", remediation: { mode: "enforce" } });
    expect(plain.notes).toEqual([]);
  });
});

describe("a trusted actor", () => {
  const trustedActors = [{ name: "deploy", actors: [roleArn("admin")], events: ["TagResource"] }];

  it("changes the baseline without a finding, also in enforce", () => {
    const config: GuardrailConfig = { ...DEFAULT_CONFIG, mode: "enforce", trustedActors };
    const judged = judgeAndPlan([smallAccount], recordOfCall(opens), { config, compiler });
    if (judged.outcome !== "silent") throw new Error(judged.outcome);
    expect(judged.snapshots[0]).not.toEqual(smallAccount);
    expect(judged.finding.notes).toContainEqual({
      code: "trustedActor",
      text: "made by the trusted actor `deploy`",
    });
    expect(judged.finding.remediation).toMatchObject({ mode: "observe", status: "none" });
  });

  it("is trusted for its events only, by its role and not by a session's name", () => {
    const event = configured(opens, {}).event;
    const config: GuardrailConfig = { ...DEFAULT_CONFIG, trustedActors };
    expect(trustedActorOf(event, config)).toBe("deploy");
    expect(trustedActorOf(configured(shuts, {}).event, config)).toBe("deploy");
    expect(trustedActorOf(configured(letsIn(stranger, "kms:*"), {}).event, config)).toBeNull();
    expect(trustedActorOf(event, DEFAULT_CONFIG)).toBeNull();
    expect(trustedActorOf(null, config)).toBeNull();
    const named = [{ name: "n", actors: ["*mallory"] }];
    expect(trustedActorOf(event, { ...config, trustedActors: named })).toBeNull();
  });

  it("is a service only where it acts for nobody", () => {
    const event = configured(opens, {}).event;
    if (event === null) throw new Error("no event");
    const service = "cloudformation.amazonaws.com";
    const config = { ...DEFAULT_CONFIG, trustedActors: [{ name: "cfn", actors: [service] }] };
    const through = { ...event, actor: { ...event.actor, invokedBy: service } };
    expect(trustedActorOf(through, config)).toBeNull();
    const alone = { type: "AWSService", arn: null, sessionIssuerArn: null, invokedBy: service };
    expect(trustedActorOf({ ...event, actor: alone }, config)).toBe("cfn");
  });
});

describe("judgeAndPlan", () => {
  it("acts in the mode that the rules give", () => {
    const rules = [rule({ keys: [payroll] })];
    const options = { config: { ...DEFAULT_CONFIG, rules }, compiler };
    const judged = judgeAndPlan([smallAccount], recordOfCall(opens), options);
    expect(judged).toMatchObject({
      outcome: "finding",
      finding: { remediation: { mode: "enforce", status: "applied" } },
    });
    const other = judgeAndPlan([smallAccount], recordOfCall(shuts), options);
    expect(other).toMatchObject({ finding: { remediation: { status: "proposed" } } });
  });
});
