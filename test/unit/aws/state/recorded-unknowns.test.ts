import { expect, it } from "vitest";
import { recordedUnknowns } from "../../../../src/aws/state/recorded-unknowns.ts";
import { parseRecord } from "../../../../src/cloudtrail/parse-record.ts";
import { readSampleAccount } from "../../../support/samples.ts";

const account = readSampleAccount();

const codesOf = (record: object, isComplete: boolean): readonly string[] => {
  const parsed = parseRecord({
    eventID: "e1",
    eventTime: "2026-11-03T00:00:00Z",
    awsRegion: account.region,
    recipientAccountId: account.account,
    userIdentity: { type: "Root", arn: `arn:aws:iam::${account.account}:root` },
    responseElements: null,
    ...record,
  });
  if (parsed.outcome !== "change") throw new Error(parsed.outcome);
  const unknowns = recordedUnknowns(parsed.event, parsed.changes, account, isComplete);
  return unknowns.map(({ code }) => code);
};

const ofIam = {
  eventName: "TagRole",
  eventSource: "iam.amazonaws.com",
  requestParameters: { roleName: "app", tags: [{ key: "team", value: "a" }] },
};
it("names keys that may be reached as long as not every key is recorded", () => {
  expect(codesOf(ofIam, false)).toEqual(["keysUnknown"]);
  expect(codesOf(ofIam, true)).toEqual([]);
});
