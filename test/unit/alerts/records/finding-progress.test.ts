import { describe, expect, it } from "vitest";
import { isFurther, progressOf } from "../../../../src/alerts/records/finding-progress.ts";
import { closeFinding } from "../../../../src/guardrail/finding/close-finding.ts";
import type { Finding } from "../../../../src/guardrail/finding/finding.ts";
import { sampleFinding } from "../sample-finding.ts";

const withStatus = (status: Finding["remediation"]["status"]): Finding => ({
  ...sampleFinding,
  remediation: { ...sampleFinding.remediation, status },
});

describe("the progress of a finding", () => {
  it.each(["proposed", "refused", "failed", "verified"] as const)(
    "ends with its closing, whatever became of it: %s",
    (status) => {
      const open = progressOf(withStatus(status));
      const closed = progressOf(closeFinding(withStatus(status), "superseded", "told anew"));
      expect(isFurther(closed, open)).toBe(true);
      expect(isFurther(open, closed)).toBe(false);
      expect(isFurther(closed, closed)).toBe(false);
    },
  );
});
