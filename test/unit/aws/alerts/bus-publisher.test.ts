import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { Ajv } from "ajv";
import { mockClient } from "aws-sdk-client-mock";
import * as fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import schema from "../../../../docs/finding-event.schema.json" with { type: "json" };
import { makeBusPublisher } from "../../../../src/aws/alerts/bus-publisher.ts";
import { bytesOf } from "../../../../src/aws/publish/fit-finding.ts";
import { closeFinding } from "../../../../src/guardrail/finding/close-finding.ts";
import type { Finding } from "../../../../src/guardrail/finding/finding.ts";
import { judgeSamples } from "../../../support/samples.ts";
import { hostileFinding } from "../../alerts/hostile-finding.ts";
import { accessChangeOf, findingWith } from "../finding-fixture.ts";

const client = new EventBridgeClient({ region: "us-west-2" });
const bus = mockClient(client);
const publish = makeBusPublisher(client, "kms-guardrail");
const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);

beforeEach(() => {
  bus.reset();
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
});

/** The events that were put, as a rule hands them over. */
function published() {
  return bus.commandCalls(PutEventsCommand).map(({ args: [{ input }] }) => {
    const [entry] = input.Entries ?? [];
    return {
      source: entry?.Source,
      "detail-type": entry?.DetailType,
      time: entry?.Time?.toISOString(),
      resources: entry?.Resources,
      detail: JSON.parse(entry?.Detail ?? ""),
    };
  });
}

describe("the event of a finding", () => {
  it("is of the published form for every sample", async () => {
    const findings = judgeSamples().flatMap(({ judged }) =>
      judged.outcome === "finding" ? [judged.finding] : [],
    );
    expect(findings.length).toBeGreaterThan(30);
    for (const finding of findings) await publish(finding);
    for (const [index, event] of published().entries()) {
      validate(event);
      expect(validate.errors ?? []).toEqual([]);
      expect(event.detail).toEqual({ schemaVersion: 1, finding: findings[index] });
      expect(event["detail-type"]).toBe("KMS Guardrail Finding");
    }
  }, 60_000);

  it("would not be of that form without one of its members", async () => {
    await publish(findingWith());
    const [event] = published();
    for (const name of schema.definitions.finding.required) {
      const { [name]: _, ...finding } = event?.detail.finding ?? {};
      expect(validate({ ...event, detail: { schemaVersion: 1, finding } })).toBe(false);
    }
  });

  it("is an outcome once it is closed", async () => {
    await publish(closeFinding(findingWith(), "resolved", "in order again"));
    expect(published()).toMatchObject([{ "detail-type": "KMS Guardrail Outcome" }]);
    validate(published()[0]);
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each(["applied", "verified", "rejected", "expired", "failed"] as const)(
    "is an outcome once it is %s",
    async (status) => {
      const finding = findingWith();
      await publish({ ...finding, remediation: { ...finding.remediation, status } });
      expect(published()).toMatchObject([{ "detail-type": "KMS Guardrail Outcome" }]);
    },
  );

  it("is an outcome once somebody decided", async () => {
    await publish(findingWith({ notes: [{ code: "approved", text: "approved by olivia" }] }));
    expect(published()).toMatchObject([{ "detail-type": "KMS Guardrail Outcome" }]);
  });

  it("is never larger than a target takes", async () => {
    const accessChanges = Array.from({ length: 3000 }, (_, index) => accessChangeOf(index));
    await publish(findingWith({ accessChanges }));
    const [entry] = bus.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries ?? [];
    expect(bytesOf(entry?.Detail ?? "")).toBeLessThan(262_144);
    expect(published()[0]?.detail.finding.truncated).toBe(true);
    expect(validate(published()[0])).toBe(true);
  });

  it("is of that form whatever its texts are", async () => {
    await fc.assert(
      fc.asyncProperty(hostileFinding, async (finding: Finding) => {
        bus.resetHistory();
        await publish(finding);
        const [entry] = bus.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries ?? [];
        expect(bytesOf(entry?.Detail ?? "")).toBeLessThan(262_144);
        expect(JSON.parse(entry?.Detail ?? "").finding.findingId).toBe(finding.findingId);
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });
});

describe("an entry that the bus did not take", () => {
  const failed = {
    FailedEntryCount: 1,
    Entries: [{ ErrorCode: "ThrottlingException", ErrorMessage: "slow down" }],
  };

  it("is put again", async () => {
    bus
      .on(PutEventsCommand)
      .resolvesOnce(failed)
      .resolvesOnce(failed)
      .resolves({ FailedEntryCount: 0 });
    await publish(findingWith());
    expect(bus.commandCalls(PutEventsCommand)).toHaveLength(3);
  });

  it("fails in the end", async () => {
    bus.on(PutEventsCommand).resolves(failed);
    await expect(publish(findingWith())).rejects.toMatchObject({
      code: "E_BUS",
      message: "event bus `kms-guardrail`: ThrottlingException: slow down",
    });
  });
});
