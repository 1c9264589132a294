import { setTimeout as sleep } from "node:timers/promises";
import { explanationMessage } from "../alerts/channels/explanation-message.ts";
import type { SlackAction } from "../alerts/channels/slack-buttons.ts";
import type { RecordStore } from "../alerts/records/record-store.ts";
import { escapeMrkdwn } from "../alerts/words/escape-mrkdwn.ts";
import type { SlackNotifications } from "../guardrail/config/notifications.ts";
import type { Finding } from "../guardrail/finding/finding.ts";
import type { Clock } from "../guardrail/ports.ts";
import type { SignedDecision } from "../remediation/decision/decision.ts";
import {
  type Decision,
  type DecisionKind,
  type Signatures,
  signDecision,
} from "../remediation/decision/decision.ts";
import type { KeptFindings, TakenDecision } from "../remediation/decision/take-decision.ts";
import { messageName, type PostedMessage, placeKnown } from "./posted-message.ts";
import { sha256 } from "./sha256.ts";
import type { SlackApp } from "./slack-app.ts";
import { parseSlackPress, type SlackPress } from "./slack-press.ts";
import { type SignatureFault, type SlackRequest, signatureFault } from "./slack-signature.ts";

export interface PressPorts {
  readonly slack: SlackApp;
  readonly signingSecret: string;
  readonly notifications: SlackNotifications;
  readonly records: RecordStore;
  readonly findings: KeptFindings;
  readonly signatures: Signatures;
  readonly decide: (decision: SignedDecision) => Promise<TakenDecision>;
  /** Shows a finding as it stands now, in the channel that told it. */
  readonly show: (finding: Finding, channel: string) => Promise<void>;
  readonly clock: Clock;
}

export type PressRefusal =
  | SignatureFault
  | "E_SLACK_REQUEST"
  | "E_SLACK_CHANNEL"
  | "E_SLACK_USER"
  | "E_PRESS_REPLAYED"
  | "E_FINDING_UNKNOWN"
  | Extract<TakenDecision, { outcome: "refused" }>["code"];

/** What became of a request to the callback: for the log. */
export type AnsweredPress =
  | { readonly outcome: "taken"; readonly press: SlackPress; readonly isShown: boolean }
  | { readonly outcome: "explained"; readonly press: SlackPress }
  | {
      readonly outcome: "refused";
      readonly code: PressRefusal;
      readonly message: string;
      readonly press: SlackPress | null;
    };

const mostBodyCharacters = 200_000;
/** A decision is taken at once or not at all. */
const decisionMs = 5 * 60_000;
const showingMs = 1_200;
const hourMs = 60 * 60_000;

/** Answers a press of a button: who may decide decides once, everybody else is refused and told why. */
export async function answerPress(
  request: SlackRequest,
  ports: PressPorts,
): Promise<AnsweredPress> {
  const fault =
    request.body.length > mostBodyCharacters
      ? "E_SLACK_REQUEST"
      : signatureFault(request, ports.signingSecret, ports.clock.now());
  if (fault !== null) return refuse(fault, faults[fault], null);
  const press = parseSlackPress(request.body);
  if (press === null) return refuse("E_SLACK_REQUEST", faults.E_SLACK_REQUEST, null);
  const refused = (await refusePress(press, ports)) ?? (await takePress(press, ports));
  if (refused.outcome === "refused") await tellRefusal(refused, press, ports);
  return refused;
}

const faults: Readonly<Record<SignatureFault | "E_SLACK_REQUEST", string>> = {
  E_SLACK_SIGNATURE: "the request is not signed by Slack",
  E_SLACK_TIMESTAMP: "the request was signed more than five minutes ago",
  E_SLACK_REQUEST: "the request is no press of a button of ours",
};

async function refusePress(press: SlackPress, ports: PressPorts): Promise<AnsweredPress | null> {
  const { channel, channels, users } = ports.notifications;
  if (![channel, ...channels].includes(press.channel)) {
    return refuse("E_SLACK_CHANNEL", "findings are not decided on in this channel", press);
  }
  if (!users.includes(press.user.id)) {
    return refuse("E_SLACK_USER", "you are not among those who decide on findings", press);
  }
  const name = `press/${nonceOf(press)}`;
  const isFirst = (await ports.records.write(name, 0, { by: press.user.id })) === "saved";
  return isFirst ? null : refuse("E_PRESS_REPLAYED", "this press was answered already", press);
}

async function takePress(press: SlackPress, ports: PressPorts): Promise<AnsweredPress> {
  if (press.action === "explain") return explain(press, ports);
  const planHash = await planShown(press, ports);
  if (planHash === null) {
    return refuse("E_FINDING_UNKNOWN", "no message here tells this finding", press);
  }
  const decision = decisionOf(press, kinds[press.action], planHash, ports);
  const taken = await ports.decide(await signDecision(decision, ports.signatures));
  if (taken.outcome === "refused") return refuse(taken.code, taken.message, press);
  // The decision stands, and comes by way of the topic too: whoever pressed waits three seconds for an answer.
  const isShown = await Promise.race([
    ports.show(taken.finding, press.channel).then(
      () => true,
      () => false,
    ),
    sleep(showingMs, false),
  ]);
  return { outcome: "taken", press, isShown };
}

const kinds: Readonly<Record<Exclude<SlackAction, "explain">, DecisionKind>> = {
  revert: "approve",
  accept: "accept",
  snooze: "snooze",
};

function decisionOf(
  press: SlackPress,
  kind: DecisionKind,
  planHash: string,
  { clock, notifications }: PressPorts,
): Decision {
  const now = clock.now().getTime();
  const at = (time: number) => new Date(time).toISOString();
  return {
    findingId: press.findingId,
    kind,
    by: `slack:${press.user.id} (${press.user.name.slice(0, 80)})`,
    at: at(now),
    ...(kind === "snooze" ? { until: at(now + notifications.snoozeHours * hourMs) } : {}),
    planHash,
    expires: at(now + decisionMs),
    nonce: nonceOf(press),
  };
}

/** The plan of the finding as the message tells it. */
async function planShown(press: SlackPress, { records }: PressPorts): Promise<string | null> {
  const place = await placeKnown(records, press.channel, press.findingId);
  if (place === null) return null;
  const name = messageName(press.channel, place.messageId);
  const findings = (await records.read<PostedMessage>(name))?.value.posting.findings ?? [];
  return findings.find(({ findingId }) => findingId === press.findingId)?.planHash ?? null;
}

async function explain(press: SlackPress, ports: PressPorts): Promise<AnsweredPress> {
  const finding = await ports.findings.find(press.findingId);
  if (finding === null) {
    return refuse("E_FINDING_UNKNOWN", "the finding is not kept any more", press);
  }
  const place = { channel: press.channel, threadTs: press.messageTs };
  await ports.slack.post(place, explanationMessage(finding), {
    key: `explanation ${press.findingId}`,
    isBroadcast: false,
  });
  return { outcome: "explained", press };
}

/** Whoever pressed is told; that this fails changes nothing. */
async function tellRefusal(
  { message }: { readonly message: string },
  { channel, user }: SlackPress,
  { slack }: PressPorts,
): Promise<void> {
  await slack.tell(channel, user.id, escapeMrkdwn(`Not done: ${message}`)).catch(() => undefined);
}

function nonceOf({ nonce, findingId, action }: SlackPress): string {
  return sha256(JSON.stringify([nonce, findingId, action]));
}

function refuse(code: PressRefusal, message: string, press: SlackPress | null): AnsweredPress {
  return { outcome: "refused", code, message, press };
}
