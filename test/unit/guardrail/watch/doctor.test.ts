import { describe, expect, it } from "vitest";
import { type DoctorFacts, diagnose } from "../../../../src/guardrail/watch/doctor.ts";

const refused = { unreadable: "AccessDeniedException" };
const trail = {
  name: "management",
  isLogging: true,
  coversRegion: true,
  selectors: { hasManagementEvents: true, excludesKms: false },
};
const healthy: DoctorFacts = {
  trails: [trail],
  rules: [{ name: "kms-guardrail-prod-kms-key", isEnabled: true, targets: 1 }],
  deadLetters: 0,
  keys: [{ arn: "arn:aws:kms:us-west-2:111122223333:key/1", unread: [] }],
  canary: {
    awaited: null,
    lastFlipAt: "2026-11-22T09:50:00.000Z",
    arrived: { flippedAt: "2026-11-22T09:50:00.000Z", seconds: 240 },
    missedSince: null,
  },
};
const now = new Date("2026-11-22T10:00:00.000Z");
const results = (facts: Partial<DoctorFacts>) =>
  Object.fromEntries(
    diagnose({ ...healthy, ...facts }, now).map(({ check, result }) => [check, result]),
  );
const all = (result: string) => ({
  ...{ trail: result, "kms-events": result, rules: result, keys: result },
  ...{ "dead-letters": result, canary: result },
});

describe("a deployed guardrail", () => {
  it("passes every check when it hears and reads everything", () => {
    expect(results({})).toEqual(all("passed"));
  });

  it("is unknown in what AWS refuses to tell", () => {
    const parts = { trails: refused, rules: refused, deadLetters: refused, keys: refused };
    const blind = { ...parts, canary: refused };
    expect(results(blind)).toEqual(all("unknown"));
    expect(diagnose({ ...healthy, ...blind }, now)[0]?.text).toContain("AccessDeniedException");
  });

  it.each<[why: string, trails: DoctorFacts["trails"], trail: string, kms: string]>([
    ["there is no trail", [], "failed", "failed"],
    ["its trail was stopped", [{ ...trail, isLogging: false }], "failed", "failed"],
    ["its trail is of another Region", [{ ...trail, coversRegion: false }], "failed", "failed"],
    [
      "its trail records no management events",
      [{ ...trail, selectors: { hasManagementEvents: false, excludesKms: false } }],
      "failed",
      "failed",
    ],
    [
      "its trail leaves out KMS",
      [{ ...trail, selectors: { hasManagementEvents: true, excludesKms: true } }],
      "passed",
      "failed",
    ],
    [
      "one of two trails leaves out KMS",
      [{ ...trail, selectors: { hasManagementEvents: true, excludesKms: true } }, trail],
      "passed",
      "passed",
    ],
    ["its trail is not readable", [{ ...trail, selectors: refused }], "unknown", "unknown"],
    [
      "another trail is not readable",
      [trail, { ...trail, isLogging: refused }],
      "passed",
      "passed",
    ],
    [
      "one trail was stopped and another is not readable",
      [
        { ...trail, isLogging: false },
        { ...trail, isLogging: refused },
      ],
      "unknown",
      "unknown",
    ],
  ])("hears what its trails record: %s", (_, trails, heard, kms) => {
    expect(results({ trails })).toEqual({ ...all("passed"), trail: heard, "kms-events": kms });
  });

  const rule = { name: "r", isEnabled: true, targets: 1 };
  it.each<[why: string, rules: DoctorFacts["rules"], result: string]>([
    ["there are none", [], "failed"],
    ["one is disabled", [rule, { ...rule, isEnabled: false }], "failed"],
    ["one is not there", [rule, { ...rule, isMissing: true, isEnabled: false }], "failed"],
    ["one has no target", [rule, { ...rule, targets: 0 }], "failed"],
    ["the targets of one are not readable", [rule, { ...rule, targets: refused }], "unknown"],
    [
      "one is disabled and another is not readable",
      [
        { ...rule, isEnabled: false },
        { ...rule, targets: refused },
      ],
      "failed",
    ],
  ])("needs rules with targets: %s", (_, rules, result) => {
    expect(results({ rules })).toEqual({ ...all("passed"), rules: result });
  });

  it("fails on keys that it cannot read whole, and names some", () => {
    const keys = [1, 2, 3, 4, 5, 6, 7].map((id) => ({
      arn: `arn:aws:kms:us-west-2:111122223333:key/${id}`,
      unread: ["policy: AccessDeniedException"],
    }));
    const check = diagnose({ ...healthy, keys }, now).find((one) => one.check === "keys");
    expect(check).toMatchObject({
      result: "failed",
      help: expect.stringContaining("key policies"),
    });
    expect(check?.text).toMatch(
      /^7 of 7 keys .*key\/5` \(policy: AccessDeniedException\) and 2 more$/,
    );
  });

  it.each([
    [3, "3 messages lie in the dead-letter queue"],
    [null, "there is no dead-letter queue: what cannot be judged is lost"],
  ])("fails on %s dead letters", (deadLetters, text) => {
    const check = diagnose({ ...healthy, deadLetters }, now).find(
      (one) => one.check === "dead-letters",
    );
    expect(check).toMatchObject({ result: "failed", text });
  });

  it("says nothing of keys and sweeps that nobody looked at", () => {
    const { keys: _, ...rest } = healthy;
    const looked = diagnose(rest, now).map(({ check }) => check);
    expect(looked).not.toContain("keys");
    expect(looked).not.toContain("sweeps");
    expect(results({ sweep: null })).toEqual({ ...all("passed"), sweeps: "unknown" });
  });
});
