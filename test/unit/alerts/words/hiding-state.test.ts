import { expect, it } from "vitest";
import { hidingState } from "../../../../src/alerts/words/hiding-state.ts";
import type { Finding } from "../../../../src/guardrail/finding/finding.ts";
import { sampleFinding } from "../sample-finding.ts";

const hiding = (keyState: string | null, more: Partial<Finding> = {}): string | null =>
  hidingState({ ...sampleFinding, keyState, ...more });
const stateFrom = (before: string | null, after: string) => ({
  attributeChanges: [{ attribute: "keyState", before, after }],
});

it("is the state of a key that nobody can use now", () => {
  expect(hiding("Disabled")).toBe("Disabled");
  expect(hiding("PendingDeletion")).toBe("PendingDeletion");
});

it("is none of a key that is enabled, or has no state", () => {
  expect(hiding("Enabled")).toBeNull();
  expect(hiding(null)).toBeNull();
});

it("is none where access changed with the state", () => {
  expect(hiding("Disabled", stateFrom("Enabled", "Disabled"))).toBeNull();
  expect(hiding("Disabled", { event: null, ...stateFrom(null, "Disabled") })).toBeNull();
});

it("is that of a key made without material", () => {
  expect(hiding("PendingImport", stateFrom(null, "PendingImport"))).toBe("PendingImport");
});
