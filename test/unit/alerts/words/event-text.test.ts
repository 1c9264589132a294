import { expect, it } from "vitest";
import { callerText, eventText } from "../../../../src/alerts/words/event-text.ts";
import { makeNames } from "../../../../src/alerts/words/names.ts";
import type { FindingEvent } from "../../../../src/guardrail/finding/finding.ts";
import { smallAccount } from "../../cli/small-account.ts";
import { sampleFinding } from "../sample-finding.ts";

const names = makeNames([smallAccount]);
const event = sampleFinding.event as FindingEvent;
const caller = (actor: Partial<FindingEvent["actor"]>, more: Partial<FindingEvent> = {}): string =>
  callerText({ ...event, ...more, actor: { ...event.actor, ...actor } }, names);

it("tells what was called and when", () => {
  expect(eventText(event)).toBe("kms:TagResource, 2026-11-02 00:00:01 UTC");
});

it("tells who called, through what, from where", () => {
  expect(caller({})).toBe("builder/sam from 203.0.113.9");
  expect(caller({}, { vpcEndpointId: "vpce-1" })).toBe(
    "builder/sam from 203.0.113.9 by way of vpce-1",
  );
  const invokedBy = "cloudformation.amazonaws.com";
  expect(caller({ invokedBy }, { sourceIPAddress: invokedBy })).toBe(
    `builder/sam through ${invokedBy}`,
  );
  expect(caller({ arn: null, invokedBy }, { sourceIPAddress: invokedBy })).toBe(invokedBy);
  expect(caller({ arn: null, sessionIssuerArn: "arn:aws:iam::444455556666:role/x" })).toMatch(
    /^role\/x /,
  );
  expect(caller({ arn: null, sessionIssuerArn: null, type: "AWSAccount" })).toBe(
    "somebody of another account from 203.0.113.9",
  );
  expect(caller({ arn: null, type: null })).toMatch(/^nobody whom the record names/);
});
