import {
  BatchImportFindingsCommand,
  BatchUpdateFindingsCommand,
  SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { makeSecurityHubImporter } from "../../../../src/aws/alerts/security-hub-importer.ts";
import { makeFixedClock } from "../../../../src/embedded/fixed-clock.ts";
import { makeMemoryRecords } from "../../../../src/embedded/memory-records.ts";
import { closeFinding } from "../../../../src/guardrail/finding/close-finding.ts";
import type { Finding, RemediationStatus } from "../../../../src/guardrail/finding/finding.ts";
import { findingWith } from "../finding-fixture.ts";

const client = new SecurityHubClient({ region: "us-west-2" });
const hub = mockClient(client);
const now = "2026-11-04T00:00:00.000Z";
let deliver: ReturnType<typeof makeSecurityHubImporter>;

beforeEach(() => {
  hub.reset();
  hub.on(BatchImportFindingsCommand).resolves({ FailedCount: 0, SuccessCount: 1 });
  hub.on(BatchUpdateFindingsCommand).resolves({});
  deliver = makeSecurityHubImporter({
    client,
    records: makeMemoryRecords(),
    clock: makeFixedClock(now),
  });
});

const imported = () =>
  hub.commandCalls(BatchImportFindingsCommand).map(({ args: [{ input }] }) => input.Findings?.[0]);
const updated = () =>
  hub.commandCalls(BatchUpdateFindingsCommand).map(({ args: [{ input }] }) => input);

/** The finding of a tag that was changed from one value to another. */
function tagged(id: string, eventTime: string, before: unknown, after: unknown): Finding {
  const finding = findingWith({ attributeChanges: [{ attribute: "tag:Project", before, after }] });
  const event = { ...(finding.event as NonNullable<Finding["event"]>), eventTime };
  return { ...finding, findingId: id, event };
}

const withStatus = (finding: Finding, status: RemediationStatus): Finding => ({
  ...finding,
  remediation: { ...finding.remediation, status },
});

describe("a finding in Security Hub", () => {
  it("is imported once, however often it comes", async () => {
    await deliver(findingWith());
    await deliver(findingWith());
    expect(imported()).toMatchObject([{ RecordState: "ACTIVE", UpdatedAt: now }]);
  });

  it("is archived once its revert was read back", async () => {
    const finding = findingWith();
    await deliver(finding);
    await deliver(withStatus(finding, "applied"));
    await deliver(withStatus(finding, "verified"));
    // Told late.
    await deliver(withStatus(finding, "applied"));
    expect(imported().map((one) => one?.RecordState)).toEqual(["ACTIVE", "ACTIVE", "ARCHIVED"]);
  });

  it("is archived once it was closed, whatever comes late", async () => {
    const finding = findingWith();
    const closed = closeFinding(finding, "retracted", "it never was so");
    await deliver(finding);
    await deliver(closed);
    await deliver(finding);
    expect(imported()).toMatchObject([
      { RecordState: "ACTIVE" },
      { RecordState: "ARCHIVED", Title: expect.stringMatching(/^taken back: /) },
    ]);
  });

  describe("that another is told in place of", () => {
    const eventId = "0a1b2c3d-1111-2222-3333-444455556666";
    const [first, second] = [`${eventId}-00000000aaaaaaaa`, `${eventId}-00000000bbbbbbbb`];
    const told = (findingId: string, text: string | null = null): Finding => {
      const finding = findingWith();
      const notes = [...finding.notes, ...(text === null ? [] : [{ code: "corrected", text }])];
      return { ...finding, findingId, notes };
    };
    const late = `the event was told as \`${first}\`: \`TagResource\` of 2026-11-03T09:00:00Z (\`0a1b2c3d-1111-2222-3333-444455557777\`) came before it and arrived after it`;
    const states = () => imported().map((one) => [one?.Id, one?.RecordState]);

    it("is archived, whatever comes late", async () => {
      await deliver(told(first));
      await deliver(told(second, late));
      await deliver(told(second, late));
      await deliver(told(first));
      expect(states()).toEqual([
        [first, "ACTIVE"],
        [second, "ACTIVE"],
        [first, "ARCHIVED"],
      ]);
      expect(imported().at(-1)?.Title).toMatch(/^told anew: /);
      await deliver(withStatus(told(second, late), "verified"));
      expect(states().slice(3)).toEqual([[second, "ARCHIVED"]]);
    });

    it("is archived also where it comes after that", async () => {
      await deliver(told(second, late));
      await deliver(told(first));
      expect(states()).toEqual([
        [second, "ACTIVE"],
        [first, "ARCHIVED"],
      ]);
    });

    it("is active again where it stands after all", async () => {
      await deliver(told(first));
      await deliver(told(second, late));
      await deliver(told(first, `the event was told as \`${second}\`: the recorded state changed`));
      expect(states().slice(3)).toEqual([
        [first, "ACTIVE"],
        [second, "ARCHIVED"],
      ]);
    });
  });

  it("is resolved once somebody puts back what it tells", async () => {
    await deliver(tagged("f1", "2026-11-03T09:00:00Z", "Beta", "Alpha"));
    await deliver(tagged("f2", "2026-11-03T10:00:00Z", "Alpha", "Gamma"));
    expect(updated()).toEqual([]);
    await deliver(tagged("f3", "2026-11-03T11:00:00Z", "Gamma", "Beta"));
    expect(updated()).toMatchObject([
      {
        FindingIdentifiers: [
          {
            Id: "f1",
            ProductArn: "arn:aws:securityhub:us-west-2:111122223333:product/111122223333/default",
          },
        ],
        Workflow: { Status: "RESOLVED" },
        Note: { UpdatedBy: "kms-guardrail" },
      },
    ]);
    await deliver(tagged("f4", "2026-11-03T12:00:00Z", "Beta", "Beta"));
    expect(updated()).toHaveLength(1);
  });

  it("is not resolved by what was there before it, or by an unknown value", async () => {
    await deliver(tagged("f1", "2026-11-03T09:00:00Z", "Beta", "Alpha"));
    await deliver(tagged("f0", "2026-11-03T08:00:00Z", "Alpha", "Beta"));
    await deliver(tagged("f2", "2026-11-03T10:00:00Z", { unknown: "keys" }, "Gamma"));
    await deliver(tagged("f3", "2026-11-03T11:00:00Z", "Gamma", { unknown: "keys" }));
    expect(updated()).toEqual([]);
  });

  it("is suppressed once a person accepted it", async () => {
    const finding = findingWith();
    await deliver(finding);
    const notes = [{ code: "accepted", text: "accepted by `olivia`" }];
    await deliver({ ...withStatus(finding, "rejected"), notes });
    expect(updated()).toMatchObject([
      {
        FindingIdentifiers: [{ Id: finding.findingId }],
        Workflow: { Status: "SUPPRESSED" },
        Note: { Text: "accepted by `olivia`" },
      },
    ]);
  });

  it("comes again when Security Hub did not take it", async () => {
    hub
      .on(BatchImportFindingsCommand)
      .resolvesOnce({
        FailedCount: 1,
        FailedFindings: [{ Id: "f", ErrorCode: "InternalFailure", ErrorMessage: "later" }],
      })
      .resolves({ FailedCount: 0 });
    await expect(deliver(findingWith())).rejects.toMatchObject({
      code: "E_SECURITY_HUB",
      message: expect.stringContaining("InternalFailure: later"),
    });
    await deliver(findingWith());
    expect(imported()).toHaveLength(2);
  });

  it("comes again when its workflow could not be set", async () => {
    const UnprocessedFindings = [
      { FindingIdentifier: undefined, ErrorCode: "FindingNotFound", ErrorMessage: "not yet" },
    ];
    hub.on(BatchUpdateFindingsCommand).resolvesOnce({ UnprocessedFindings }).resolves({});
    const notes = [{ code: "accepted", text: "accepted" }];
    const accepted = { ...withStatus(findingWith(), "rejected"), notes };
    await expect(deliver(accepted)).rejects.toMatchObject({ code: "E_SECURITY_HUB" });
    await deliver(accepted);
    expect(updated()).toHaveLength(2);
  });

  it("that Security Hub has forgotten needs no resolving", async () => {
    const UnprocessedFindings = [
      { FindingIdentifier: undefined, ErrorCode: "FindingNotFound", ErrorMessage: "gone" },
    ];
    hub.on(BatchUpdateFindingsCommand).resolves({ UnprocessedFindings });
    await deliver(tagged("f1", "2026-11-03T09:00:00Z", "Beta", "Alpha"));
    await deliver(tagged("f2", "2026-11-03T10:00:00Z", "Alpha", "Beta"));
    expect(updated()).toHaveLength(1);
  });
});
