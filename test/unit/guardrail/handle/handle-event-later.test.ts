import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { SnapshotKey } from "../../../../src/account/snapshot.ts";
import { makeRecordedState } from "../../../../src/aws/state/recorded-state.ts";
import { readEventText } from "../../../../src/cloudtrail/unwrap/read-event-text.ts";
import { makeFixedClock } from "../../../../src/embedded/fixed-clock.ts";
import { makeMemoryNotifier } from "../../../../src/embedded/memory-notifier.ts";
import { makeMemoryStore } from "../../../../src/embedded/memory-store.ts";
import { makeSnapshotReader } from "../../../../src/embedded/snapshot-reader.ts";
import { DEFAULT_CONFIG } from "../../../../src/guardrail/config/config.ts";
import { handleEvent } from "../../../../src/guardrail/handle/handle-event.ts";
import { type Judge, judgeRecord } from "../../../../src/guardrail/judge/judge-record.ts";
import { recordSnapshot } from "../../../../src/guardrail/state/projection-record.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { readSampleAccount } from "../../../support/samples.ts";

const account = readSampleAccount();
const home = { account: account.account, region: account.region };
const clock = makeFixedClock("2026-11-30T00:00:00.000Z");
const archive = (account.keys as readonly SnapshotKey[]).find(({ tags }) =>
  JSON.stringify(tags).includes('"Archive"'),
)?.metadata.Arn;

const recordOf = (file: string, members: object): unknown => ({
  ...(readEventText(readFileSync(`events/${file}`, "utf8"), file).records[0]?.record as object),
  ...members,
});

/** Lets a role use whatever keys are tagged as of a project. */
const allowed = recordOf("PutRolePolicy.json", {
  eventID: "allowed",
  eventTime: "2026-11-29T12:00:00Z",
  requestParameters: {
    roleName: "orders-app",
    policyName: "reports",
    policyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: { StringEquals: { "aws:ResourceTag/Project": "Reports" } },
      },
    }),
  },
});
const taggedBefore = (tagKey: string, tagValue: string): unknown =>
  recordOf("TagResource.json", {
    eventID: "late",
    eventTime: "2026-11-29T11:00:00Z",
    requestParameters: { keyId: archive, tags: [{ tagKey, tagValue }] },
    resources: [{ ARN: archive }],
  });

/** Hands events over one after the other; tells the finding of the first, and what was judged of the whole account. */
async function deliver(...records: readonly unknown[]) {
  const store = makeMemoryStore();
  await recordSnapshot(store, account, "2020-01-01T00:00:00Z");
  const state = makeRecordedState(
    store,
    makeSnapshotReader(() => account),
    home,
    clock,
  );
  const notifier = makeMemoryNotifier();
  const judgedWhole: unknown[] = [];
  const judge: Judge = (snapshots, record, options) => {
    if (options.onlyKeys === undefined) judgedWhole.push(record);
    return judgeRecord(snapshots, record, options);
  };
  const options = { config: DEFAULT_CONFIG, compiler: createCompiler(), judge };
  for (const record of records) await handleEvent(record, { state, notifier, clock }, options);
  return { finding: await store.findingOf("allowed"), judgedWhole, told: notifier.findings() };
}

const keysOf = (finding: Awaited<ReturnType<typeof deliver>>["finding"]) =>
  new Set(finding?.accessChanges.map(({ key }) => key));

describe("a change of IAM after an event of a key that arrives late", () => {
  it("is told anew where what it did to that key is otherwise", async () => {
    const late = taggedBefore("Project", "Reports");
    const { finding, told } = await deliver(allowed, late);
    const expected = await deliver(late, allowed);
    expect(keysOf(expected.finding)).toContain(archive);
    expect(keysOf(finding)).toEqual(keysOf(expected.finding));
    expect(finding?.notes.map(({ code }) => code)).toContain("corrected");
    expect(told.filter(({ event }) => event?.eventId === "allowed")).toHaveLength(2);
  });

  it("is looked at for that key alone where it is as it was", async () => {
    const late = taggedBefore("Color", "green");
    const { finding, judgedWhole, told } = await deliver(allowed, late);
    expect(judgedWhole).toEqual([allowed, late]);
    expect(finding).toEqual((await deliver(late, allowed)).finding);
    expect(told.filter(({ event }) => event?.eventId === "allowed")).toHaveLength(1);
  });
});
