import { describe, expect, it } from "vitest";
import { slackMessage } from "../../../../src/alerts/channels/slack-blocks.ts";
import { sessionHints } from "../../../../src/alerts/words/session-hints.ts";
import { sampleFinding } from "../sample-finding.ts";

const session = (mfaAuthenticated: unknown) => ({
  sessionContext: { attributes: { mfaAuthenticated } },
});

describe("what a record tells of its actor's session", () => {
  it.each([
    [
      { userIdentity: session("true"), sessionCredentialFromConsole: "true" },
      ["in the AWS console", "with MFA"],
    ],
    [
      { detail: { userIdentity: session("false"), userAgent: "aws-cli/2.31.18 md" } },
      ["says it is the AWS CLI", "without MFA"],
    ],
    [
      { userAgent: "APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://x)" },
      ["says it is Terraform"],
    ],
    [{ userAgent: "Boto3/1.40" }, ["says it is an AWS SDK"]],
    [{ userAgent: "curl/8", userIdentity: session(null) }, []],
    [{ userAgent: 1, userIdentity: { sessionContext: null } }, []],
    [null, []],
    ["text", []],
  ])("%j", (record, hints) => {
    expect(sessionHints(record)).toEqual(hints);
  });

  it("stands with who did it", () => {
    const message = slackMessage(sampleFinding, undefined, { hints: ["with MFA"] });
    expect(JSON.stringify(message)).toContain("builder/sam from 203.0.113.9\\nwith MFA");
    expect(JSON.stringify(slackMessage(sampleFinding))).not.toContain("MFA");
  });
});
