import { describe, expect, it } from "vitest";
import { runDoctor } from "../../../../src/cli/doctor/run-doctor.ts";
import { run } from "../../../../src/cli/run.ts";
import type { DoctorFacts } from "../../../../src/guardrail/watch/doctor.ts";
import { memoryIo } from "../memory-io.ts";

const facts: DoctorFacts = {
  trails: { unreadable: "AccessDeniedException" },
  rules: [{ name: "kms-guardrail-prod-kms-key", isEnabled: false, targets: 1 }],
  deadLetters: 0,
  keys: [],
  canary: {
    awaited: null,
    lastFlipAt: "2026-11-22T09:50:00.000Z",
    arrived: { flippedAt: "2026-11-22T09:50:00.000Z", seconds: 240.4 },
    missedSince: null,
  },
};
const clock = { now: () => new Date("2026-11-22T10:00:00.000Z") };
const options = { region: "us-west-2", stack: "kms-guardrail-prod" };
const whole = { ...facts, rules: [{ name: "r", isEnabled: true, targets: 1 }] };

describe("doctor", () => {
  it("tells each check, what to do, and what no event tells; 1 when a check fails", async () => {
    const io = memoryIo();
    expect(await runDoctor(options, io, async () => facts, clock)).toBe(1);
    expect(io.out()).toContain(
      "failed  rules         `kms-guardrail-prod-kms-key` is disabled\n                      deploy the stack again\n",
    );
    expect(io.out()).toContain("unknown trail         the trails cannot be read");
    expect(io.out()).toContain(
      "passed  canary        the canary key's tag of 2026-11-22T09:50:00.000Z came back as an event after 240 s\n",
    );
    expect(io.out()).toContain("what no event tells:\n  calls that a VPC endpoint policy refuses");
  });

  it("prints JSON lines alone, and ends with 0 where nothing failed", async () => {
    const io = memoryIo();
    expect(await runDoctor({ ...options, json: true }, io, async () => whole, clock)).toBe(0);
    const lines = io.out().trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).check)).toEqual([
      ...["trail", "kms-events", "rules", "keys", "dead-letters", "canary"],
    ]);
  });

  it("says when AWS cannot be asked, and does not hide a fault of ours", async () => {
    const rejecting = (error: Error) => runDoctor(options, memoryIo(), () => Promise.reject(error));
    const failed = Object.assign(new Error("no"), { $metadata: {} });
    await expect(rejecting(failed)).rejects.toMatchObject({
      messages: [{ code: "E_AWS_UNREACHABLE" }],
    });
    await expect(rejecting(new TypeError("bug"))).rejects.toThrow(TypeError);
  });

  it("has help", async () => {
    const io = memoryIo();
    expect(await run(["doctor", "--help"], io)).toBe(0);
    expect(io.out()).toContain("kms-guardrail doctor --region us-west-2");
  });
});
