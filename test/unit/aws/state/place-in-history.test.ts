import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { AuthorizationDetails, SnapshotKey } from "../../../../src/account/snapshot.ts";
import { makeRecordedState } from "../../../../src/aws/state/recorded-state.ts";
import { parseRecord } from "../../../../src/cloudtrail/parse-record.ts";
import { readEventText } from "../../../../src/cloudtrail/unwrap/read-event-text.ts";
import { makeFixedClock } from "../../../../src/embedded/fixed-clock.ts";
import { makeMemoryNotifier } from "../../../../src/embedded/memory-notifier.ts";
import { makeMemoryStore } from "../../../../src/embedded/memory-store.ts";
import { makeSnapshotReader } from "../../../../src/embedded/snapshot-reader.ts";
import { DEFAULT_CONFIG } from "../../../../src/guardrail/config/config.ts";
import { handleEvent } from "../../../../src/guardrail/handle/handle-event.ts";
import { recordSnapshot } from "../../../../src/guardrail/state/projection-record.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { readSampleAccount } from "../../../support/samples.ts";

const account = readSampleAccount();
const home = { account: account.account, region: account.region };
const clock = makeFixedClock("2026-11-30T00:00:00.000Z");
const [key, other] = (account.keys as readonly SnapshotKey[]).map(({ metadata }) => metadata.Arn);

const details = account.authorizationDetails as AuthorizationDetails;
const ownRole = details.RoleDetailList?.[0]?.Arn ?? "";

const recordOf = (file: string, members: object): unknown => ({
  ...(readEventText(readFileSync(`events/${file}`, "utf8"), file).records[0]?.record as object),
  ...members,
});
const told = (keyArn: string | undefined) => ({
  responseElements: { keyId: keyArn },
  resources: [{ ARN: keyArn }],
});
const calls = {
  tag: recordOf("TagResource.json", {
    eventID: "tagged",
    eventTime: "2026-11-29T12:00:00Z",
    requestParameters: { keyId: key, tags: [{ tagKey: "Project", tagValue: "Alpha" }] },
    ...told(key),
  }),
  aliasOf: (targetKeyId: string | undefined) =>
    recordOf("CreateAlias.json", {
      eventTime: "2026-11-29T11:00:00Z",
      requestParameters: { aliasName: "alias/late", targetKeyId },
      ...told(targetKeyId),
    }),
  iam: recordOf("TagRole.json", { eventTime: "2026-11-29T11:00:00Z" }),
  grantTo: (granteePrincipal: string) =>
    recordOf("CreateGrant.json", {
      eventTime: "2026-11-29T11:00:00Z",
      requestParameters: { keyId: other, granteePrincipal, operations: ["Decrypt"] },
      responseElements: { keyId: other, grantId: "late" },
      resources: [{ ARN: other }],
    }),
};

/** What an event that arrives late says of the one recorded before it arrived: whether it has to be judged anew. */
async function movedBy(late: unknown): Promise<readonly boolean[]> {
  const store = makeMemoryStore();
  await recordSnapshot(store, account, "2020-01-01T00:00:00Z");
  const state = makeRecordedState(
    store,
    makeSnapshotReader(() => account),
    home,
    clock,
  );
  const options = { config: DEFAULT_CONFIG, compiler: createCompiler() };
  await handleEvent(calls.tag, { state, notifier: makeMemoryNotifier(), clock }, options);
  const parsed = parseRecord(late);
  if (parsed.outcome !== "change") throw new Error("it is a change");
  const { later = [] } = await state.load(parsed.event, parsed.changes, late);
  return later.map(({ isMoved }) => isMoved !== false);
}

describe("an event of a key after one that arrives late", () => {
  it.each([
    ["an alias of the same key", calls.aliasOf(key), [true]],
    ["an alias of another key", calls.aliasOf(other), [false]],
    ["a change of IAM", calls.iam, [true]],
    ["a grant on another key to a role of the account", calls.grantTo(ownRole), []],
    [
      "a grant on another key to somebody who is now asked about every key",
      calls.grantTo("arn:aws:iam::999988887777:role/stranger"),
      [true],
    ],
  ])("is to be judged anew where the late one matters to it: %s", async (_, late, moved) => {
    expect(await movedBy(late)).toEqual(moved);
  });
});
