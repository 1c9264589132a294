import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { slackMessage } from "../../../../src/alerts/channels/slack-blocks.ts";
import type {
  Button,
  SlackBlock,
  SlackMessage,
} from "../../../../src/alerts/channels/slack-message.ts";
import type { Finding } from "../../../../src/guardrail/finding/finding.ts";
import { hostileFinding, rawHostile, textsOf } from "../hostile-finding.ts";
import { sampleChange, sampleFinding } from "../sample-finding.ts";
import { expectGolden } from "../story-findings.ts";

const awaiting: Finding = {
  ...sampleFinding,
  remediation: { ...sampleFinding.remediation, mode: "approve", status: "awaitingApproval" },
};

const buttonsOf = ({ blocks }: SlackMessage): readonly Button[] =>
  blocks.flatMap((block) => (block.type === "actions" ? block.elements : []));
const tableOf = ({ blocks }: SlackMessage): readonly (readonly string[])[] =>
  blocks.flatMap((block) =>
    block.type === "table" ? block.rows.map((row) => row.map(({ text }) => text)) : [],
  );
const proseOf = ({ blocks }: SlackMessage): string =>
  blocks
    .flatMap((block) => (block.type === "rich_text" ? block.elements : []))
    .map(({ elements }) => elements.map(({ text }) => text).join(""))
    .join("\n");

/** Slack's limits. https://docs.slack.dev/reference/block-kit/blocks */
function expectLimits({ text, blocks }: SlackMessage): void {
  expect(text.length).toBeGreaterThan(0);
  expect(text.length).toBeLessThanOrEqual(3000);
  expect(blocks.length).toBeLessThanOrEqual(50);
  expect(JSON.stringify(blocks).length).toBeLessThan(12_000);
  expect(blocks.filter(({ type }) => type === "table").length).toBeLessThanOrEqual(1);
  for (const block of blocks) {
    for (const [text, most] of limitsOf(block)) {
      expect(text.length).toBeGreaterThan(0);
      expect(text.length).toBeLessThanOrEqual(most);
    }
  }
  const table = tableOf({ text, blocks, unfurl_links: false, unfurl_media: false });
  expect(table.length).toBeLessThanOrEqual(100);
  for (const row of table) expect(row).toHaveLength(5);
}

/** The texts of a block, and how long each may be. */
function limitsOf(block: SlackBlock): readonly (readonly [text: string, most: number])[] {
  switch (block.type) {
    case "header":
      return [[block.text.text, 150]];
    case "context":
      return block.elements.map(({ text }) => [text, 3000]);
    case "table":
      return block.rows.flatMap((row) => row.map(({ text }) => [text, 2000] as const));
    case "rich_text":
      return block.elements
        .flatMap(({ elements }) => elements)
        .flatMap((one) => [
          [one.text, 3000],
          [one.type === "link" ? one.url : "none", 3000],
        ]);
    case "actions":
      return block.elements.flatMap(({ text, value, action_id, confirm }) => [
        [text.text, 75],
        [value, 2000],
        [action_id, 255],
        [confirm?.text.text ?? "none", 300],
      ]);
  }
}

describe("the Slack message of a finding", () => {
  it("is the golden one for each finding of the story", async () => {
    await expectGolden("slack.json.txt", (finding) => {
      const message = slackMessage(finding);
      expectLimits(message);
      return `${JSON.stringify(message, null, 2)}\n`;
    });
  });

  it("tells access as a table, and why, who, what, when and how to revert below", () => {
    const message = slackMessage(sampleFinding);
    expect(message.blocks[0]).toEqual({
      type: "header",
      text: {
        type: "plain_text",
        text: "🟠 HIGH: role/builder can now Decrypt, Encrypt with alias/vault",
        emoji: false,
      },
    });
    expect(tableOf(message)).toEqual([
      ["Change", "Who", "Actions", "Key", "Path"],
      [
        "gained",
        "role/builder",
        "Decrypt, Encrypt",
        "alias/vault (key/1234abcd)",
        "outside any endpoint",
      ],
    ]);
    expect(proseOf(message)).toBe(
      `
Why  implicitly denied before, allowed now: by identity policy builder-keys, statement 0 "UseOpenKeys"
By  builder/sam from 203.0.113.9
What  kms:TagResource, 2026-11-02 00:00:01 UTC
tag:Stage  "closed" → "open"
Effective  from 2026-11-02 00:00:01 UTC, everywhere by 00:05:01 UTC
Revert  proposed, not done
set the tag Stage to "closed"
KMS key · CloudTrail event`.slice(1),
    );
  });

  it("has buttons that carry the finding's id while approval is awaited, and only then", () => {
    const buttons = buttonsOf(slackMessage(awaiting));
    expect(buttons.map(({ action_id }) => action_id)).toEqual([
      "revert",
      "accept",
      "snooze",
      "explain",
    ]);
    for (const { value } of buttons) expect(JSON.parse(value)).toEqual({ findingId: "f1" });
    expect(buttons[0]?.confirm?.text.text).toBe('set the tag Stage to "closed"');
    for (const status of ["none", "proposed", "applied", "rejected", "expired"] as const) {
      const remediation = { ...awaiting.remediation, status };
      expect(buttonsOf(slackMessage({ ...awaiting, remediation }))).toEqual([]);
    }
  });

  it("has no buttons for an id that none can carry whole", () => {
    expect(buttonsOf(slackMessage({ ...awaiting, findingId: "f".repeat(480) }))).toHaveLength(4);
    expect(buttonsOf(slackMessage({ ...awaiting, findingId: "f".repeat(500) }))).toEqual([]);
  });

  it("folds forty principals", () => {
    const accessChanges = Array.from({ length: 40 }, (_, i) => ({
      ...sampleChange,
      principal: `arn:aws:iam::111122223333:role/r${i}`,
    }));
    const [, row] = tableOf(slackMessage({ ...sampleFinding, accessChanges }));
    expect(row?.[1]).toMatch(/^role\/r0 .*, role\/r2 of 111122223333 and 37 more$/);
  });

  it("tells a reason that several rows have once", () => {
    const accessChanges = ["kms:Decrypt", "kms:Encrypt"].map((action) => ({
      ...sampleChange,
      principal: `arn:aws:iam::111122223333:role/${action}`,
      actions: [action],
    }));
    const prose = proseOf(slackMessage({ ...sampleFinding, accessChanges }));
    expect(prose.match(/UseOpenKeys/g)).toHaveLength(1);
  });

  it("has no table when no access changed", () => {
    const message = slackMessage({ ...sampleFinding, accessChanges: [] });
    expect(tableOf(message)).toEqual([]);
    expect(proseOf(message)).not.toContain("Why");
  });

  it("escapes the only text that Slack reads as mrkdwn", () => {
    const title = "<!channel> & <https://evil.example|x>";
    expect(slackMessage({ ...sampleFinding, title }).text).toBe(
      "HIGH: &lt;!channel&gt; &amp; &lt;https://evil.example|x&gt;",
    );
  });

  it("fits when everything in it is long and doubles as JSON", () => {
    const quotes = '"'.repeat(10_000);
    const id = "k".repeat(128);
    const event = sampleFinding.event as NonNullable<Finding["event"]>;
    const message = slackMessage({
      ...awaiting,
      findingId: '"'.repeat(240),
      title: quotes,
      event: { ...event, eventId: id, sourceIPAddress: quotes, vpcEndpointId: quotes },
      resource: {
        type: "AWS::EC2::VPCEndpoint",
        arn: `arn:aws:ec2:us-west-2:444455556666:vpc-endpoint/${id}`,
      },
      keyState: quotes,
      attributeChanges: Array(20).fill({ attribute: quotes, before: quotes, after: quotes }),
      accessChanges: Array.from({ length: 50 }, (_, i) => ({
        ...sampleChange,
        principal: `${i}${quotes}`,
        key: `arn:aws:kms:us-west-2:444455556666:key/${id}`,
        via: quotes,
        actions: [quotes, `${i}`],
      })),
      perimeterChanges: Array(20).fill({
        change: "gained",
        via: quotes,
        who: "anyone",
        resources: "anyone",
        because: [],
      }),
      notes: Array(20).fill({ code: "n", text: quotes }),
      remediation: { ...awaiting.remediation, refusedBecause: quotes },
    });
    expectLimits(message);
    expect(buttonsOf(message)).toHaveLength(4);
  });

  it("holds its limits whatever the text", () => {
    void fc.assert(
      fc.property(hostileFinding, (finding) => {
        const message = slackMessage(finding);
        expectLimits(message);
        expect(JSON.stringify(message)).not.toContain("mrkdwn");
        expect(message.text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        for (const text of textsOf(message)) expect(text).not.toMatch(rawHostile);
        for (const { value } of buttonsOf(message)) {
          expect(JSON.parse(value)).toEqual({ findingId: finding.findingId });
        }
      }),
      { numRuns: 40 },
    );
  });
});
