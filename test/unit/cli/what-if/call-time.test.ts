import { describe, expect, it } from "vitest";
import { callTime } from "../../../../src/cli/what-if/call-time.ts";
import { smallAccount } from "../small-account.ts";

const captured = (capturedAt?: string) => {
  const { capturedAt: _, ...rest } = smallAccount;
  return capturedAt === undefined ? rest : { ...rest, capturedAt };
};
const now = () => Date.parse("2026-11-10T12:00:00.250Z");

describe("callTime", () => {
  it("is now, in whole seconds", () => {
    expect(callTime(null, [captured()], now)).toBe("2026-11-10T12:00:01Z");
  });

  it("is never before the latest snapshot", () => {
    const both = [captured("2026-11-01T00:00:00Z"), captured("2026-11-20T00:00:00Z")];
    expect(callTime(null, both, now)).toBe("2026-11-20T00:00:00Z");
    expect(callTime(Date.parse("2026-11-20T00:00:00Z"), both, now)).toBe("2026-11-20T00:00:00Z");
    expect(() => callTime(Date.parse("2026-11-19T23:59:59Z"), both, now)).toThrow("2026-11-20");
  });
});
