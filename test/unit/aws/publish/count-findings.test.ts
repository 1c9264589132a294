import { Console } from "node:console";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { describe, expect, it, vi } from "vitest";
import { countFindings } from "../../../../src/aws/publish/count-findings.ts";
import { makeMemoryNotifier } from "../../../../src/embedded/memory-notifier.ts";
import { closeFinding } from "../../../../src/guardrail/finding/close-finding.ts";
import { findingWith } from "../finding-fixture.ts";

/** What is written of metrics while something is done. */
async function writtenBy(run: (metrics: Metrics) => Promise<void>) {
  const written: string[] = [];
  vi.spyOn(Console.prototype, "log").mockImplementation((line: string) => {
    written.push(line);
  });
  await run(new Metrics({ serviceName: "kms-guardrail-prod", namespace: "KmsGuardrail" }));
  return written.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("a notifier that counts", () => {
  it("counts a finding by its severity once it is published", async () => {
    const notifier = makeMemoryNotifier();
    const finding = findingWith({ severity: "critical" });
    const written = await writtenBy((metrics) => countFindings(notifier, metrics).publish(finding));
    expect(notifier.findings()).toEqual([finding]);
    expect(written).toMatchObject([
      {
        service: "kms-guardrail-prod",
        severity: "critical",
        Findings: 1,
        _aws: {
          CloudWatchMetrics: [
            {
              Namespace: "KmsGuardrail",
              Dimensions: [["service", "severity"]],
              Metrics: [{ Name: "Findings", Unit: "Count" }],
            },
          ],
        },
      },
    ]);
  });

  it("does not count what became of a finding, nor one that nobody took", async () => {
    const closed = closeFinding(findingWith(), "resolved", "in order again");
    const refusing = { publish: () => Promise.reject(new Error("throttled")) };
    const written = await writtenBy(async (metrics) => {
      await countFindings(makeMemoryNotifier(), metrics).publish(closed);
      const refused = countFindings(refusing, metrics).publish(findingWith());
      await expect(refused).rejects.toThrow("throttled");
    });
    expect(written).toEqual([]);
  });
});
