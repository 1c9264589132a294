import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { asffFinding } from "../../../src/alerts/channels/asff.ts";
import { emailText } from "../../../src/alerts/channels/email-text.ts";
import { explanationMessage } from "../../../src/alerts/channels/explanation-message.ts";
import { ocsfFinding } from "../../../src/alerts/channels/ocsf-finding.ts";
import { pagerDutyEvent } from "../../../src/alerts/channels/pagerduty-event.ts";
import { qNotification } from "../../../src/alerts/channels/q-notification.ts";
import { slackMessage } from "../../../src/alerts/channels/slack-blocks.ts";
import { teamsMessage } from "../../../src/alerts/channels/teams-card.ts";
import type { Finding } from "../../../src/guardrail/finding/finding.ts";
import { pagerDutyProblems } from "../../support/pagerduty-limits.ts";
import { slackProblems } from "../../support/slack-limits.ts";
import { teamsProblems } from "../../support/teams-limits.ts";
import { asffProblems } from "./asff-schema.ts";
import { ocsfProblems } from "./ocsf-schema.ts";

/** The findings of the samples outside the story, as replay told them, of each at most twelve access changes. */
const findings = readFileSync(resolve("test/unit/alerts/golden/samples.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Finding);

const lines = (render: (finding: Finding) => unknown): string =>
  `${findings.map((finding) => JSON.stringify(render(finding))).join("\n")}\n`;

/** `vitest -u` writes the files. */
describe("the finding of each sample", () => {
  it("is the golden e-mail", async () => {
    const mails = findings.map((finding) => {
      const { subject, body } = emailText(finding);
      return `Subject: ${subject}\n\n${body}`;
    });
    await expect(mails.join("\n--------\n\n")).toMatchFileSnapshot("golden/samples.email.txt");
  });

  it("is the golden Slack message, which Slack takes", async () => {
    for (const finding of findings) {
      expect(slackProblems(slackMessage(finding))).toEqual([]);
      expect(slackProblems(explanationMessage(finding))).toEqual([]);
    }
    await expect(lines((finding) => slackMessage(finding))).toMatchFileSnapshot(
      "golden/samples.slack.jsonl.txt",
    );
  });

  it("is the golden finding of Security Hub, which is of its form", async () => {
    for (const finding of findings) expect(asffProblems(asffFinding(finding))).toEqual([]);
    await expect(lines((finding) => asffFinding(finding))).toMatchFileSnapshot(
      "golden/samples.asff.jsonl.txt",
    );
  });

  it("is the golden notification of Amazon Q", async () => {
    await expect(lines((finding) => qNotification(finding))).toMatchFileSnapshot(
      "golden/samples.q.jsonl.txt",
    );
  });

  it("is the golden message for Teams, which Teams takes", async () => {
    for (const finding of findings) expect(teamsProblems(teamsMessage(finding))).toEqual([]);
    await expect(lines((finding) => teamsMessage(finding))).toMatchFileSnapshot(
      "golden/samples.teams.jsonl.txt",
    );
  });

  it("is the golden event for PagerDuty, which PagerDuty takes", async () => {
    const routing_key = "0".repeat(32);
    for (const finding of findings) {
      expect(pagerDutyProblems({ ...pagerDutyEvent(finding), routing_key })).toEqual([]);
    }
    await expect(lines((finding) => pagerDutyEvent(finding))).toMatchFileSnapshot(
      "golden/samples.pagerduty.jsonl.txt",
    );
  });

  it("is the golden finding of OCSF, which is of its form", async () => {
    for (const finding of findings) expect(ocsfProblems(ocsfFinding(finding))).toEqual([]);
    await expect(lines((finding) => ocsfFinding(finding))).toMatchFileSnapshot(
      "golden/samples.ocsf.jsonl.txt",
    );
  });
});

describe("the form of Security Hub's findings", () => {
  it.each(["Id", "Title", "Resources", "UpdatedAt", "FindingProviderFields"])(
    "wants %s",
    (member) => {
      const { [member]: _, ...rest } = { ...asffFinding(findings[0] as Finding) } as Record<
        string,
        unknown
      >;
      expect(asffProblems(rest)).not.toEqual([]);
    },
  );
});
