import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeMemoryRecords } from "../../../src/embedded/memory-records.ts";
import type { Finding } from "../../../src/guardrail/finding/finding.ts";
import { makePagerDutyDelivery } from "../../../src/webhooks/pagerduty-delivery.ts";
import { type FakeService, startFakeService } from "../../support/fake-service.ts";
import { pagerDutyProblems } from "../../support/pagerduty-limits.ts";
import { sampleFinding } from "../../unit/alerts/sample-finding.ts";
import { storyFindings } from "../../unit/alerts/story-findings.ts";

const routingKey = "0123456789abcdefABCDEF0123456789";
let pagerDuty: FakeService;
let deliver: (finding: Finding) => Promise<void>;

beforeEach(async () => {
  pagerDuty = await startFakeService(pagerDutyProblems);
  deliver = makePagerDutyDelivery({
    readSecret: async () => JSON.stringify({ routingKey, apiUrl: pagerDuty.url }),
    records: makeMemoryRecords(),
    least: "high",
  });
});
afterEach(() => pagerDuty.close());

/** What was sent: the action and the key. */
const sent = () =>
  pagerDuty.taken.map((event) => {
    const { event_action, dedup_key } = event as Record<string, string>;
    return `${event_action} ${dedup_key}`;
  });

interface Told extends Partial<Omit<Finding, "remediation" | "event">> {
  readonly id: string;
  readonly at?: string;
  readonly values?: readonly [before: string, after: string];
  readonly status?: Finding["remediation"]["status"];
  readonly mode?: Finding["remediation"]["mode"];
  readonly decided?: string;
}

function told({
  id,
  at,
  values = ["Beta", "Alpha"],
  status,
  mode,
  decided,
  ...more
}: Told): Finding {
  const { event, remediation } = sampleFinding;
  const [before, after] = values;
  return {
    ...sampleFinding,
    severity: "high",
    findingId: id,
    event: {
      ...(event as NonNullable<typeof event>),
      ...(at === undefined ? {} : { eventTime: at }),
    },
    attributeChanges: [{ attribute: "tag:Project", before, after }],
    notes: decided === undefined ? [] : [{ code: decided, text: decided }],
    remediation: {
      ...remediation,
      mode: mode ?? "approve",
      status: status ?? "awaitingApproval",
    },
    ...more,
  };
}

describe("PagerDuty", () => {
  it("takes every finding of the story", async () => {
    for (const finding of storyFindings()) await deliver(finding);
    const paged = storyFindings().filter(({ severity }) => ["critical", "high"].includes(severity));
    const opened = sent().filter((one) => one.startsWith("trigger "));
    expect(opened).toEqual(paged.map(({ findingId }) => `trigger ${findingId}`));
    expect(pagerDuty.paths[0]).toBe("/v2/enqueue");
    expect(pagerDuty.taken[0]).toMatchObject({ routing_key: routingKey });
  });

  it("resolves an alert that another is opened in place of, however mild that is", async () => {
    const [first, second] = ["e-1-aaaa", "e-1-bbbb"];
    const notes = [{ code: "corrected", text: `the event was told as \`${first}\`` }];
    await deliver(told({ id: first }));
    await deliver(told({ id: second, severity: "low", notes }));
    await deliver(told({ id: first }));
    expect(sent()).toEqual([`trigger ${first}`, `resolve ${first}`]);
  });

  it("opens an alert once, and resolves it when the revert was read back", async () => {
    await deliver(told({ id: "f1" }));
    await deliver(told({ id: "f1" }));
    await deliver(told({ id: "f1", decided: "approved" }));
    await deliver(told({ id: "f1", decided: "approved", status: "verified" }));
    // Told late: a trigger would open another alert.
    await deliver(told({ id: "f1" }));
    expect(sent()).toEqual(["trigger f1", "acknowledge f1", "resolve f1"]);
  });

  it("opens none for what was reverted before it was told", async () => {
    await deliver(told({ id: "f1", mode: "enforce", status: "verified" }));
    await deliver(told({ id: "f1", mode: "enforce", status: "proposed" }));
    expect(sent()).toEqual(["resolve f1"]);
  });

  it("resolves what somebody put back, though that pages nobody", async () => {
    await deliver(told({ id: "f1", at: "2026-11-02T00:00:00Z" }));
    const back = { values: ["Alpha", "Beta"], severity: "medium" } as const;
    await deliver(told({ id: "f2", at: "2026-11-02T00:05:00Z", ...back }));
    expect(sent()).toEqual(["trigger f1", "resolve f1"]);
    await deliver(told({ id: "f3", at: "2026-11-02T00:10:00Z", values: ["Alpha", "Gamma"] }));
    expect(sent().at(-1)).toBe("trigger f3");
  });

  it("resolves what a person accepted, and asks again for what came to nothing", async () => {
    await deliver(told({ id: "f1" }));
    await deliver(told({ id: "f1", decided: "accepted", status: "rejected" }));
    await deliver(told({ id: "f2" }));
    await deliver(told({ id: "f2", decided: "approved" }));
    await deliver(told({ id: "f2", decided: "changedSince", status: "refused" }));
    expect(sent()).toEqual([
      "trigger f1",
      "resolve f1",
      "trigger f2",
      "acknowledge f2",
      "trigger f2",
    ]);
  });

  it("pages nobody for less, or for what is only observed", async () => {
    await deliver(told({ id: "f1", severity: "medium" }));
    await deliver(told({ id: "f2", mode: "observe", status: "none" }));
    expect(sent()).toEqual([]);
  });

  it("tells again what failed, and loses nothing", async () => {
    await deliver(told({ id: "f1", at: "2026-11-02T00:00:00Z" }));
    const back = told({ id: "f2", at: "2026-11-02T00:05:00Z", values: ["Alpha", "Beta"] });
    pagerDuty.fail({ status: 202 }, { status: 503 });
    await expect(deliver(back)).rejects.toMatchObject({ message: "PagerDuty: status 503" });
    await deliver(back);
    expect(sent().slice(1)).toEqual(["trigger f2", "resolve f1"]);
  });

  it.each(["{}", '{"routingKey":"short"}', `{"routingKey":"${routingKey}","apiUrl":"ftp://x"}`])(
    "is told nothing where the secret is none: %s",
    async (text) => {
      const settings = { records: makeMemoryRecords(), least: "high" as const };
      const wrong = makePagerDutyDelivery({ ...settings, readSecret: async () => text });
      const failed = await wrong(told({ id: "f1" })).catch((error: unknown) => error);
      expect(failed).toMatchObject({ code: "E_WEBHOOK_SECRET" });
      expect(String(failed)).not.toContain("short");
    },
  );
});
