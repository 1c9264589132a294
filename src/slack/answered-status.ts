import type { AnsweredPress } from "./answer-press.ts";

/** What is answered, and what is logged. */
export interface AnsweredStatus {
  readonly status: number;
  readonly outcome: string;
  readonly log: Readonly<Record<string, unknown>>;
}

/** The status that an answered request gets, and what is logged of it: no secret, nothing that was not checked. */
export function answeredStatus(answered: AnsweredPress): AnsweredStatus {
  const { outcome, press } = answered;
  const who =
    press === null
      ? {}
      : {
          action: press.action,
          findingId: press.findingId,
          user: press.user.id,
          channel: press.channel,
        };
  if (answered.outcome === "taken") {
    return { status: 200, outcome, log: { ...who, isShown: answered.isShown } };
  }
  if (answered.outcome === "explained") return { status: 200, outcome, log: who };
  const { code, message } = answered;
  const log = { ...who, code, reason: message };
  if (code === "E_SLACK_REQUEST") return { status: 400, outcome, log };
  // To whom Slack vouches for, a refusal is told in Slack.
  return { status: press === null ? 401 : 200, outcome, log };
}
