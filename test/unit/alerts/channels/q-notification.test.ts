import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { qNotification } from "../../../../src/alerts/channels/q-notification.ts";
import { hostileFinding, rawHostile, textsOf } from "../hostile-finding.ts";
import { sampleChange, sampleFinding } from "../sample-finding.ts";
import { expectGolden } from "../story-findings.ts";

describe("the Amazon Q Developer notification of a finding", () => {
  it("is the golden one for each finding of the story", async () => {
    await expectGolden(
      "q.json.txt",
      (finding) => `${JSON.stringify(qNotification(finding), null, 2)}\n`,
    );
  });

  it("gives the channel's own buttons what they need", () => {
    const { metadata } = qNotification(sampleFinding);
    expect(metadata.enableCustomActions).toBe(true);
    expect(metadata.threadId).toBe("e1");
    expect(metadata.additionalContext).toMatchObject({
      findingId: "f1",
      severity: "high",
      account: "444455556666",
      region: "eu-central-1",
      key: sampleChange.key,
      remediationStatus: "proposed",
    });
  });

  it("threads by what it is told to, else by the event, else by itself", () => {
    expect(qNotification(sampleFinding, undefined, "t").metadata.threadId).toBe("t");
    expect(qNotification({ ...sampleFinding, event: null }).metadata.threadId).toBe("f1");
  });

  it("shows text by somebody else as it is", () => {
    const because = [
      { ...sampleChange.because[0], sid: "`*<!here>*" },
    ] as typeof sampleChange.because;
    const accessChanges = [{ ...sampleChange, because }];
    expect(qNotification({ ...sampleFinding, accessChanges }).content.description).toContain(
      `*why* \`by identity policy builder-keys, statement 0 "'*&lt;!here&gt;*"\``,
    );
  });

  it("holds its limits whatever the text", () => {
    void fc.assert(
      fc.property(hostileFinding, (finding) => {
        const { content, metadata } = qNotification(finding);
        expect(content.description.length).toBeGreaterThan(0);
        expect(content.description.length).toBeLessThanOrEqual(8000);
        expect(content.title.length).toBeLessThanOrEqual(250);
        for (const step of content.nextSteps) expect(step.length).toBeLessThanOrEqual(350);
        for (const word of content.keywords) expect(word.length).toBeLessThanOrEqual(75);
        for (const text of [...textsOf(content), metadata.summary]) {
          expect(text).not.toMatch(rawHostile);
          expect(text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        }
        for (const text of textsOf(metadata)) expect(text).not.toMatch(rawHostile);
        for (const line of content.description.split("\n")) {
          expect(line).toMatch(/^(\*[a-z]+\* `[^`]*`|[A-Za-z ]+: https:\S+)$/);
        }
      }),
      { numRuns: 40 },
    );
  });
});
