import { describe, expect, it } from "vitest";
import { recordedUnknowns } from "../../../../src/aws/state/recorded-unknowns.ts";
import { parseRecord } from "../../../../src/cloudtrail/parse-record.ts";
import { readSampleAccount } from "../../../support/samples.ts";

const account = readSampleAccount();

function unknownsOf(eventName: string, aliasName: string): readonly string[] {
  const parsed = parseRecord({
    eventID: "e1",
    eventName,
    eventSource: "kms.amazonaws.com",
    eventTime: "2026-11-03T00:00:00Z",
    awsRegion: account.region,
    recipientAccountId: account.account,
    userIdentity: { type: "Root", arn: `arn:aws:iam::${account.account}:root` },
    requestParameters: { aliasName, targetKeyId: "1234abcd-12ab-34cd-56ef-1234567890ab" },
    responseElements: null,
  });
  if (parsed.outcome !== "change") throw new Error(parsed.outcome);
  return recordedUnknowns(parsed.event, parsed.changes, account, true).map(({ code }) => code);
}

describe("what a complete state cannot tell", () => {
  it("is which key had an alias that goes or moves and that no key is recorded with", () => {
    expect(unknownsOf("DeleteAlias", "alias/nobody-saw-it")).toEqual(["keysUnknown"]);
    expect(unknownsOf("UpdateAlias", "alias/nobody-saw-it")).toEqual(["keysUnknown"]);
  });

  it("is nothing for a new alias, and for one that is recorded", () => {
    expect(unknownsOf("CreateAlias", "alias/nobody-saw-it")).toEqual([]);
    expect(unknownsOf("DeleteAlias", "alias/payroll")).toEqual([]);
  });
});
