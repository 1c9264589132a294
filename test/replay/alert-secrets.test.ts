import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { asffFinding } from "../../src/alerts/channels/asff.ts";
import { digestOf } from "../../src/alerts/channels/digest.ts";
import { emailText } from "../../src/alerts/channels/email-text.ts";
import { explanationMessage } from "../../src/alerts/channels/explanation-message.ts";
import { ocsfFinding } from "../../src/alerts/channels/ocsf-finding.ts";
import { pagerDutyEvent } from "../../src/alerts/channels/pagerduty-event.ts";
import { qNotification } from "../../src/alerts/channels/q-notification.ts";
import { slackMessage } from "../../src/alerts/channels/slack-blocks.ts";
import { teamsMessage } from "../../src/alerts/channels/teams-card.ts";
import { snsMessage } from "../../src/aws/publish/sns-message.ts";
import { readEventText } from "../../src/cloudtrail/unwrap/read-event-text.ts";
import { DEFAULT_CONFIG } from "../../src/guardrail/config/config.ts";
import { judgeRecord } from "../../src/guardrail/judge/judge-record.ts";
import { createCompiler } from "../../src/kms/compiler.ts";
import { readSampleAccount, readSamples } from "../support/samples.ts";

const secret = "AQpAM2RhZ-secret-of-the-event";
/** Where records carry what lets somebody act, in any event of the families. */
const planted = {
  userIdentity: { accessKeyId: secret, sessionContext: { webIdFederationData: { token: secret } } },
  requestParameters: {
    grantTokens: [secret],
    importToken: secret,
    encryptedKeyMaterial: secret,
    password: secret,
  },
  responseElements: { grantToken: secret, credentials: { sessionToken: secret } },
  additionalEventData: { token: secret },
  tlsDetails: { clientProvidedHostHeader: secret },
};

/** The record with secrets beside what it tells. */
function plant(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plant);
  if (!isObject(value)) return value;
  if (!("eventName" in value)) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plant(part)]));
  }
  const parts = Object.entries(planted).map(([name, more]) => {
    const part = value[name];
    return [name, isObject(part) ? { ...part, ...more } : (part ?? more)];
  });
  return { ...value, ...Object.fromEntries(parts) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const files = [...new Set(readSamples().map(({ file }) => file))];
const compiler = createCompiler();
const account = readSampleAccount();

describe("a secret in an event", () => {
  it("is in no message about it", () => {
    let findings = 0;
    for (const file of files) {
      const { records } = readEventText(readFileSync(`events/${file}`, "utf8"), file);
      for (const { record } of records) {
        const told = plant(record);
        expect(JSON.stringify(told)).toContain(secret);
        const judged = judgeRecord([account], told, { config: DEFAULT_CONFIG, compiler });
        if (judged.outcome !== "finding") continue;
        findings += 1;
        const { finding } = judged;
        const messages = [
          finding,
          slackMessage(finding),
          explanationMessage(finding),
          emailText(finding),
          asffFinding(finding),
          qNotification(finding),
          teamsMessage(finding),
          pagerDutyEvent(finding),
          ocsfFinding(finding),
          digestOf([finding]),
          snsMessage(finding, { topicArn: "arn:aws:sns:us-west-2:111122223333:findings" }),
        ];
        for (const message of messages) expect(JSON.stringify(message)).not.toContain(secret);
      }
    }
    expect(findings).toBeGreaterThan(30);
  });
});
