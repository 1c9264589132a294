import { makeMemoryRecords } from "../../src/embedded/memory-records.ts";
import type { Finding } from "../../src/guardrail/finding/finding.ts";
import { type DecisionPorts, takeDecision } from "../../src/remediation/decision/take-decision.ts";
import { type AnsweredPress, answerPress, type PressPorts } from "../../src/slack/answer-press.ts";
import { deliverFinding, type SlackDelivery } from "../../src/slack/deliver-finding.ts";
import { makeWebSlackApp } from "../../src/slack/web-slack-app.ts";
import { decisionPorts } from "../unit/remediation/decision-ports.ts";
import { type FakeSlack, slackToken, startFakeSlack } from "./fake-slack.ts";

export const slackChannel = "C0ALERTS";

/** What is needed to tell findings in a fake Slack and to hear what is pressed there. */
export interface SlackWorld {
  readonly slack: FakeSlack;
  readonly delivery: SlackDelivery;
  readonly ports: PressPorts & { readonly published: readonly Finding[] };
  /** Where decisions go. */
  readonly decisions: DecisionPorts;
  readonly deliver: (finding: Finding) => Promise<void>;
  readonly press: (...pressed: Parameters<FakeSlack["press"]>) => Promise<AnsweredPress>;
  /** Lets time pass. */
  readonly pass: (milliseconds: number) => void;
}

/** `timeoutMs`: how long an answer of Slack is waited for. */
export async function startSlackWorld(
  findings: readonly Finding[],
  timeoutMs = 8_000,
): Promise<SlackWorld> {
  const slack = await startFakeSlack();
  let passed = 0;
  const clock = { now: () => new Date(Date.now() + passed) };
  const decisions = { ...decisionPorts(findings, "2026-01-01T00:00:00Z"), clock };
  const delivery: SlackDelivery = {
    slack: makeWebSlackApp({ token: slackToken, apiUrl: slack.apiUrl, timeoutMs }),
    channel: slackChannel,
    records: makeMemoryRecords(),
    clock,
    signatures: decisions.signatures,
  };
  const ports = {
    ...delivery,
    signingSecret: slack.signingSecret,
    notifications: { channel: slackChannel, users: ["U0ALICE"], channels: [], snoozeHours: 24 },
    findings: decisions.findings,
    signatures: decisions.signatures as PressPorts["signatures"],
    decide: (decision: Parameters<PressPorts["decide"]>[0]) => takeDecision(decision, decisions),
    show: (finding: Finding) => deliverFinding(finding, delivery),
    published: decisions.published,
  };
  return {
    slack,
    delivery,
    ports,
    decisions,
    deliver: (finding) => deliverFinding(finding, delivery),
    press: (...pressed) => answerPress(slack.press(...pressed), ports),
    pass: (milliseconds) => {
      passed += milliseconds;
    },
  };
}

/** The finding while somebody has to decide on it. */
export function awaiting(finding: Finding): Finding {
  const remediation = {
    ...finding.remediation,
    mode: "approve" as const,
    status: "awaitingApproval" as const,
  };
  return { ...finding, remediation };
}
