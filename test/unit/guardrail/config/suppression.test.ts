import { describe, expect, it } from "vitest";
import type { Snapshot, VpcEndpoint } from "../../../../src/account/snapshot.ts";
import {
  DEFAULT_CONFIG,
  type HiddenAccess,
  type Suppression,
} from "../../../../src/guardrail/config/config.ts";
import { isExpired } from "../../../../src/guardrail/config/suppression.ts";
import type { RemediationCall } from "../../../../src/guardrail/finding/finding.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { judgeAndPlan } from "../../../../src/remediation/judge-and-plan.ts";
import { ec2, kms } from "../../remediation/plan-for-event.ts";
import { recordOfCall } from "../../remediation/record-of-call.ts";
import {
  account,
  delegation,
  endpointId,
  orders,
  payroll,
  policyOf,
  roleArn,
  smallAccount,
  withKeyParts,
} from "../../remediation/small-account.ts";

const appDecrypts: HiddenAccess = { principals: [roleArn("app")], actions: ["kms:Decrypt"] };

const suppressing = (parts: Partial<Suppression> = {}): Suppression => ({
  name: "app",
  owner: "security@example.com",
  reason: "TICKET-1",
  expires: "2026-12-31",
  match: {},
  hides: appDecrypts,
  ...parts,
});

/** What a suppression makes of an event, in enforce. */
const judge = (event: RemediationCall, ...suppressions: readonly Suppression[]) =>
  judgeOn(smallAccount, event, ...suppressions);

function judgeOn(on: Snapshot, event: RemediationCall, ...suppressions: readonly Suppression[]) {
  const judged = judgeAndPlan([on], recordOfCall(event), {
    config: { ...DEFAULT_CONFIG, mode: "enforce", suppressions },
    compiler: createCompiler(),
  });
  if (judged.outcome !== "finding") throw new Error(judged.outcome);
  const { severity, remediation, notes } = judged.finding;
  const codes = notes.map(({ code }) => code);
  return { severity, status: remediation.status, notes, hidden: codes.includes("suppressed") };
}

const opens = kms("TagResource", {
  KeyId: payroll,
  Tags: [{ TagKey: "Project", TagValue: "Alpha" }],
});
const letsIn = (principal: unknown) =>
  kms("PutKeyPolicy", {
    KeyId: payroll,
    Policy: JSON.stringify(
      policyOf(delegation, {
        Effect: "Allow",
        Principal: principal,
        Action: "kms:Decrypt",
        Resource: "*",
      }),
    ),
  });
const everything: HiddenAccess = { principals: ["*"], actions: ["*"] };

describe("a suppression that covers all of a finding", () => {
  it("leaves it informational, observed only, and says by whom and why", () => {
    const { severity, status, notes } = judge(opens, suppressing());
    expect(severity).toBe("informational");
    expect(status).toBe("none");
    expect(notes).toContainEqual({
      code: "suppressed",
      text: "hidden until 2026-12-31 by `app` of security@example.com: TICKET-1 (rated high)",
    });
  });

  it.each<[string, Partial<Suppression>, boolean]>([
    ["by patterns", { hides: { principals: ["*role/a*"], actions: ["kms:*"] } }, true],
    ["on its keys", { hides: { ...appDecrypts, keys: [payroll] } }, true],
    ["on other keys", { hides: { ...appDecrypts, keys: [orders] } }, false],
    ["for another principal", { hides: { ...appDecrypts, principals: [roleArn("x")] } }, false],
    ["for another action", { hides: { ...appDecrypts, actions: ["kms:Encrypt"] } }, false],
    ["of its kind", { hides: { ...appDecrypts, changes: ["gained"] } }, true],
    ["of another kind", { hides: { ...appDecrypts, changes: ["lost", "narrowed"] } }, false],
    ["where it matches", { match: { keys: [payroll], events: ["TagResource"] } }, true],
    ["where it does not match", { match: { events: ["PutKeyPolicy"] } }, false],
  ])("%s", (_, parts, hidden) => {
    expect(judge(opens, suppressing(parts)).hidden).toBe(hidden);
  });

  it("but not when one access change is wider than it may hide", () => {
    const both = kms("UpdateAlias", { AliasName: "alias/payroll", TargetKeyId: orders });
    const onlyGain: HiddenAccess = { ...everything, changes: ["gained"] };
    expect(judge(both, suppressing({ hides: onlyGain })).hidden).toBe(false);
    expect(judge(both, suppressing({ hides: everything })).hidden).toBe(true);
  });
});

describe("a suppression never hides", () => {
  const stranger = { AWS: "arn:aws:iam::999999999999:root" };

  it.each<[string, unknown, Partial<HiddenAccess>, boolean]>([
    ["an external gain", stranger, {}, false],
    ["unless it says so", stranger, { evenExternalGain: true }, true],
    ["not by the other word", stranger, { evenWildcardGain: true }, false],
    ["a gain of anybody", "*", {}, false],
    ["not by the word for those outside", "*", { evenExternalGain: true }, false],
    [
      "unless it says so, of all that gain",
      "*",
      { evenWildcardGain: true, evenExternalGain: true },
      true,
    ],
  ])("%s", (_, principal, words, hidden) => {
    const hides = { ...everything, ...words };
    const { hidden: found, severity } = judge(letsIn(principal), suppressing({ hides }));
    expect(found).toBe(hidden);
    expect(severity).toBe(hidden ? "informational" : "critical");
  });

  it("a lockout", () => {
    const locks = kms("PutKeyPolicy", { KeyId: payroll, Policy: '{"Statement":[]}' });
    const hides = { ...everything, evenExternalGain: true, evenWildcardGain: true };
    expect(judge(locks, suppressing({ hides })).severity).toBe("critical");
  });

  it("what opens the data perimeter, which tells of no key and no principal", () => {
    const own = { StringEquals: { "aws:PrincipalAccount": account } };
    const endpointOf = (Action: string, Resource: string) =>
      JSON.stringify(
        policyOf({ ...{ Effect: "Allow", Principal: "*", Action, Resource }, Condition: own }),
      );
    const viaEndpoint = {
      ...{ Effect: "Allow", Principal: { AWS: roleArn("app") }, Action: "kms:Decrypt" },
      ...{ Resource: "*", Condition: { StringEquals: { "aws:SourceVpce": endpointId } } },
    };
    const before = withKeyParts(payroll, { policy: policyOf(delegation, viaEndpoint) });
    const [endpoint] = before.vpcEndpoints as readonly VpcEndpoint[];
    const PolicyDocument = endpointOf("kms:Encrypt", payroll);
    const on = { ...before, vpcEndpoints: [{ ...(endpoint as VpcEndpoint), PolicyDocument }] };
    const modified = (policy: string) =>
      ec2("ModifyVpcEndpoint", { VpcEndpointId: endpointId, PolicyDocument: policy });
    const hides = { ...everything, evenExternalGain: true, evenWildcardGain: true };
    const within = modified(endpointOf("kms:Decrypt", payroll));
    expect(judgeOn(on, within, suppressing({ hides }))).toMatchObject({ hidden: true });
    const beyond = modified(endpointOf("kms:Decrypt", "*"));
    expect(judgeOn(on, beyond, suppressing({ hides }))).toMatchObject({
      ...{ hidden: false, severity: "high" },
    });
  });

  it("anything after its day; then it says what it hid", () => {
    const { severity, status, notes } = judge(opens, suppressing({ expires: "2026-11-03" }));
    expect(severity).toBe("high");
    expect(status).toBe("applied");
    expect(notes).toContainEqual({
      code: "suppressionExpired",
      text: "`app` of security@example.com hid this until 2026-11-03: TICKET-1",
    });
  });

  it("an expired one does not stand in the way of another", () => {
    const past = suppressing({ name: "past", expires: "2026-11-03" });
    const { hidden, notes } = judge(opens, past, suppressing());
    expect(hidden).toBe(true);
    expect(notes.map(({ code }) => code)).not.toContain("suppressionExpired");
  });
});

describe("the end of a suppression", () => {
  it.each([
    ["2026-11-04", "2026-11-04T23:59:59Z", false],
    ["2026-11-04", "2026-11-05T00:00:00Z", true],
    ["2026-11-04T08:00:00Z", "2026-11-04T08:00:00Z", false],
    ["2026-11-04T08:00:00Z", "2026-11-04T08:00:01Z", true],
    ["2026-11-04T08:00:00+02:00", "2026-11-04T07:00:00Z", true],
    ["never", "2026-11-04T08:00:00Z", true],
  ])("%s, asked at %s", (expires, now, expired) => {
    expect(isExpired(suppressing({ expires }), now)).toBe(expired);
  });
});
