import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeMemoryRecords } from "../../../src/embedded/memory-records.ts";
import { closeFinding } from "../../../src/guardrail/finding/close-finding.ts";
import type { Finding } from "../../../src/guardrail/finding/finding.ts";
import { makeTeamsDelivery } from "../../../src/webhooks/teams-delivery.ts";
import {
  type FakeService,
  type ServiceFault,
  startFakeService,
} from "../../support/fake-service.ts";
import { teamsProblems } from "../../support/teams-limits.ts";
import { sampleFinding } from "../../unit/alerts/sample-finding.ts";
import { storyFindings } from "../../unit/alerts/story-findings.ts";

let teams: FakeService;
let deliver: (finding: Finding) => Promise<void>;
let deliverInHaste: typeof deliver;

beforeEach(async () => {
  teams = await startFakeService(teamsProblems);
  const settings = {
    readSecret: async () => JSON.stringify({ webhookUrl: `${teams.url}/workflows/secret?sig=x` }),
    records: makeMemoryRecords(),
  };
  deliver = makeTeamsDelivery(settings);
  deliverInHaste = makeTeamsDelivery({ ...settings, timeoutMs: 200 });
});
afterEach(() => teams.close());

const withStatus = (status: Finding["remediation"]["status"]): Finding => ({
  ...sampleFinding,
  remediation: { ...sampleFinding.remediation, status },
});

describe("Microsoft Teams", () => {
  it("takes every finding of the story", async () => {
    for (const finding of storyFindings()) await deliver(finding);
    expect(teams.taken).toHaveLength(storyFindings().length);
    expect(teams.paths[0]).toBe("/workflows/secret?sig=x");
  });

  it("is told a finding once, and what becomes of it, in whatever order it comes", async () => {
    for (const status of ["proposed", "proposed", "verified", "applied", "proposed"] as const) {
      await deliver(withStatus(status));
    }
    await deliver(closeFinding(withStatus("verified"), "resolved", "gone"));
    expect(teams.taken).toHaveLength(3);
  });

  it.each<readonly [string, readonly ServiceFault[], string]>([
    ["a fault", [{ status: 500 }], "Teams: status 500"],
    ["a long wait", [{ retryAfter: "30" }], "Teams: status 429"],
    ["a wait until a day", [{ retryAfter: "Wed, 21 Oct 2026 07:28:00 GMT" }], "Teams: status 429"],
    ["another address", [{ redirect: "https://evil.example/" }], "Teams: no answer"],
    ["no answer", ["timeout"], "Teams: no answer"],
  ])("loses nothing and does not tell its address: %s", async (_, faults, message) => {
    teams.fail(...faults);
    const told = faults[0] === "timeout" ? deliverInHaste : deliver;
    const failed = await told(sampleFinding).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: "E_POST", message });
    expect((failed as Error).cause).toBeUndefined();
    expect(teams.taken).toEqual([]);
    await deliver(sampleFinding);
    expect(teams.taken).toHaveLength(1);
  });

  it("is waited for where it asks for a moment", async () => {
    teams.fail({ retryAfter: "0" }, { retryAfter: "0" });
    await deliver(sampleFinding);
    expect(teams.paths).toHaveLength(3);
    expect(teams.taken).toHaveLength(1);
  });

  it("is told twice what it took without an answer: it cannot be asked, and must not miss it", async () => {
    teams.fail("lost");
    await expect(deliver(sampleFinding)).rejects.toMatchObject({ code: "E_POST" });
    await deliver(sampleFinding);
    await deliver(sampleFinding);
    expect(teams.taken).toHaveLength(2);
  });

  it.each([
    ["not JSON", "the secret for Teams is not JSON"],
    ["{}", "the secret for Teams: not as it should be: `webhookUrl`"],
    [
      '{"webhookUrl":"http://evil.example/s3cr3t"}',
      "the secret for Teams: not as it should be: `webhookUrl`",
    ],
  ])(
    "is told nothing where the secret is none, of which nothing is told: %s",
    async (text, message) => {
      const readSecret = async () => text;
      const wrong = makeTeamsDelivery({ readSecret, records: makeMemoryRecords() });
      await expect(wrong(sampleFinding)).rejects.toMatchObject({
        code: "E_WEBHOOK_SECRET",
        message,
      });
    },
  );
});
